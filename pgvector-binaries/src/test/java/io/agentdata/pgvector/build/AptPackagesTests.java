// SPDX-License-Identifier: Apache-2.0

package io.agentdata.pgvector.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link AptPackages}, with the machine's own apt but without a network.
 */
class AptPackagesTests {

	@TempDir
	Path folder;

	@Test
	void downloadWhenThereIsNoAptSaysSo() {
		AptPackages packages = new AptPackages("no-apt-get", this.folder, null, (message) -> {
		});
		assertThatExceptionOfType(PackageUnavailableException.class)
			.isThrownBy(() -> packages.download(DebianSuite.TRIXIE))
			.withMessage("The package is not available: no-apt-get was not found. To have it, build on Debian.");
	}

	@Test
	void downloadWhenSourcesNameNoMirrorSaysSo() {
		AptPackages packages = packages(null);
		assertThatExceptionOfType(PackageUnavailableException.class)
			.isThrownBy(() -> packages.download(DebianSuite.TRIXIE))
			.withMessage(
					"The package is not available: apt's sources in %s name no Debian mirror. To have it, build on Debian, or name a mirror with -Dpgvector.mirror=<URI>."
						.formatted(this.folder));
	}

	@Test
	void downloadWhenMirrorIsUnreachableGivesTheErrorOfApt() {
		AptPackages packages = packages("file:" + this.folder.resolve("absent"));
		assertThatExceptionOfType(PackageUnavailableException.class)
			.isThrownBy(() -> packages.download(DebianSuite.TRIXIE))
			.withMessageStartingWith("The package is not available: the download failed, as `apt-get --config-file ")
			.withMessageContaining(" update` ended with exit code 100: E: ")
			.withMessageContaining(this.folder.resolve("absent").toString())
			.withMessageContaining("-Dpgvector.mirror=<URI>");
	}

	@Test
	void downloadWhenIndexIsNotSignedIsRefused() throws IOException {
		Path release = Files.createDirectories(this.folder.resolve("mirror/dists/trixie")).resolve("Release");
		Files.writeString(release, "Suite: trixie\nCodename: trixie\nDate: Fri, 20 Nov 2026 00:00:00 UTC\n");
		AptPackages packages = packages("file:" + this.folder.resolve("mirror"));
		assertThatExceptionOfType(PackageUnavailableException.class)
			.isThrownBy(() -> packages.download(DebianSuite.TRIXIE))
			.withMessageContaining("is not signed");
	}

	@Test
	void configurationKeepsTheHooksOfTheMachineOut() throws IOException {
		packages(null);
		Path configuration = AptConfiguration.write(this.folder, "file:/mirror", DebianSuite.TRIXIE);
		assertThat(Command.run(this.folder, List.of("apt-config", "--config-file", configuration.toString(), "dump")))
			.contains("APT::Architectures:: \"amd64\";", "APT::Architectures:: \"arm64\";",
					"Dir::State \"%s/state\";".formatted(this.folder))
			.noneMatch((line) -> line.matches("APT::Update::(Pre|Post)-Invoke.*:: .*"));
	}

	private AptPackages packages(String mirror) {
		Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/apt-get")));
		Assumptions.assumeTrue(Files.isReadable(AptConfiguration.KEYRING));
		return new AptPackages("apt-get", this.folder, mirror, (message) -> {
		});
	}

}
