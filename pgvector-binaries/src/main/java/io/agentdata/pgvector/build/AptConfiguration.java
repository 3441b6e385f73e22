// SPDX-License-Identifier: Apache-2.0

package io.agentdata.pgvector.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The configuration of an apt that works in a folder of its own. The machine's settings
 * (a proxy, certificates) stay in force; its sources, its pins, its package state and its
 * hooks do not.
 *
 * @see <a href="https://manpages.debian.org/apt.conf.5">apt.conf(5)</a>
 */
final class AptConfiguration {

	static final Path KEYRING = Path.of("/usr/share/keyrings/debian-archive-keyring.gpg");

	private static final String TEMPLATE = """
			Dir::State "%1$s/state";
			Dir::State::status "%1$s/status";
			Dir::Cache "%1$s/cache";
			Dir::Etc::SourceList "%1$s/sources.list";
			Dir::Etc::SourceParts "/dev/null";
			Dir::Etc::Preferences "/dev/null";
			Dir::Etc::PreferencesParts "/dev/null";
			#clear APT::Architectures;
			APT::Architecture "amd64";
			APT::Architectures { %2$s };
			#clear APT::Update::Pre-Invoke;
			#clear APT::Update::Post-Invoke;
			#clear APT::Update::Post-Invoke-Success;
			APT::Update::Error-Mode "any";
			APT::Get::AllowUnauthenticated "false";
			Acquire::AllowInsecureRepositories "false";
			Acquire::AllowWeakRepositories "false";
			Acquire::AllowDowngradeToInsecureRepositories "false";
			Acquire::Languages "none";
			Acquire::Retries "2";
			Acquire::http::Timeout "20";
			Acquire::https::Timeout "20";
			""";

	private AptConfiguration() {
	}

	/**
	 * Writes the configuration with all that it refers to.
	 * @param folder an empty folder
	 * @param mirror the URI of the Debian mirror
	 * @param suite the suite to read
	 * @return the file to give to {@code apt-get --config-file}
	 * @throws IOException if a file could not be written
	 */
	static Path write(Path folder, String mirror, DebianSuite suite) throws IOException {
		Files.createDirectories(folder.resolve("state/lists/partial"));
		Files.createDirectories(folder.resolve("cache/archives/partial"));
		Files.createFile(folder.resolve("status"));
		Files.writeString(folder.resolve("sources.list"), "deb [arch=%s target=Packages signed-by=%s] %s %s main\n"
			.formatted(architectures("%s", ","), KEYRING, mirror, suite.suiteName()));
		String configuration = TEMPLATE.formatted(folder, architectures("\"%s\";", " "));
		if (Integer.valueOf(0).equals(Files.getAttribute(folder, "unix:uid"))) {
			// apt gives root's downloads to the user _apt, who cannot enter the folder
			configuration += "APT::Sandbox::User \"root\";\n";
		}
		return Files.writeString(folder.resolve("apt.conf"), configuration);
	}

	private static String architectures(String format, String delimiter) {
		return Stream.of(Platform.values())
			.map((platform) -> format.formatted(platform.architecture()))
			.collect(Collectors.joining(delimiter));
	}

}
