// SPDX-License-Identifier: Apache-2.0

package io.agentdata.pgvector.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Downloads packages with the machine's own apt, which checks the signatures. It needs no
 * root rights; it leaves the machine's apt as it was.
 */
final class AptPackages implements PackageSource {

	private static final Pattern INDEX_ENTRY = Pattern.compile("'\\S+' (\\S+) \\d+ SHA256:([0-9a-f]{64})");

	private static final String OTHER_MIRROR = "build once with a network, or name another mirror with -Dpgvector.mirror=<URI>";

	private final String aptGet;

	private final Path configurationFolder;

	private final @Nullable String mirror;

	private final Consumer<String> progress;

	AptPackages(String aptGet, Path configurationFolder, @Nullable String mirror, Consumer<String> progress) {
		this.aptGet = aptGet;
		this.configurationFolder = configurationFolder;
		this.mirror = mirror;
		this.progress = progress;
	}

	@Override
	public List<DebianPackage> download(DebianSuite suite) throws IOException, PackageUnavailableException {
		try (TemporaryFolder folder = TemporaryFolder.create()) {
			requireApt(folder.path());
			Path configuration = AptConfiguration.write(folder.path(), mirror(), suite);
			this.progress.accept("Downloading " + suite.packageName() + " of Debian " + suite.suiteName());
			apt(folder.path(), configuration, List.of("update"));
			List<String> names = Stream.of(Platform.values())
				.map((platform) -> suite.packageName() + ":" + platform.architecture())
				.toList();
			List<String> index = apt(folder.path(), configuration, command("--print-uris", names));
			apt(folder.path(), configuration, command("--quiet", names));
			List<DebianPackage> packages = new ArrayList<>();
			for (Platform platform : Platform.values()) {
				packages.add(read(folder.path(), index, platform));
			}
			return packages;
		}
	}

	private static List<String> command(String option, List<String> names) {
		return Stream.concat(Stream.of(option, "download"), names.stream()).toList();
	}

	private void requireApt(Path folder) throws PackageUnavailableException {
		try {
			Command.run(folder, List.of(this.aptGet, "--version"));
		}
		catch (IOException ex) {
			throw new PackageUnavailableException(this.aptGet + " was not found", "build on Debian", ex);
		}
		if (!Files.isReadable(AptConfiguration.KEYRING)) {
			throw new PackageUnavailableException("Debian's keys were not found in " + AptConfiguration.KEYRING,
					"install the package debian-archive-keyring", null);
		}
	}

	private String mirror() throws IOException, PackageUnavailableException {
		if (this.mirror != null) {
			return this.mirror;
		}
		return new AptSources(this.configurationFolder).debianMirror()
			.orElseThrow(() -> new PackageUnavailableException(
					"apt's sources in " + this.configurationFolder + " name no Debian mirror",
					"build on Debian, or name a mirror with -Dpgvector.mirror=<URI>", null));
	}

	private List<String> apt(Path folder, Path configuration, List<String> arguments)
			throws PackageUnavailableException {
		List<String> command = new ArrayList<>(List.of(this.aptGet, "--config-file", configuration.toString()));
		command.addAll(arguments);
		try {
			return Command.run(folder, command);
		}
		catch (IOException ex) {
			throw new PackageUnavailableException("the download failed, as " + ex.getMessage(), OTHER_MIRROR, ex);
		}
	}

	private static DebianPackage read(Path folder, List<String> index, Platform platform) throws IOException {
		Matcher entry = index.stream()
			.map(INDEX_ENTRY::matcher)
			.filter(Matcher::matches)
			.filter((matcher) -> matcher.group(1).endsWith("_" + platform.architecture() + ".deb"))
			.findFirst()
			.orElseThrow(() -> new IllegalStateException(
					"apt-get --print-uris was asked for the SHA-256 of the %s package, but answered: %s. Report it with the version of apt."
						.formatted(platform.architecture(), index)));
		return new DebianPackage(platform, entry.group(1), entry.group(2),
				Files.readAllBytes(folder.resolve(entry.group(1))));
	}

}
