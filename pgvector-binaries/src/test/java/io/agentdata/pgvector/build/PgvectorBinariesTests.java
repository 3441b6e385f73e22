// SPDX-License-Identifier: Apache-2.0

package io.agentdata.pgvector.build;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link PgvectorBinaries}.
 */
class PgvectorBinariesTests {

	private static final PackageSource NO_NETWORK = (suite) -> {
		throw new PackageUnavailableException("there is no network", "build again", null);
	};

	private final ByteArrayOutputStream out = new ByteArrayOutputStream();

	@TempDir
	Path temporary;

	@Test
	void buildWhenPackagesAreCachedNeedsNoSource() throws Exception {
		RealPackages.get();
		build(RealPackages.suite().major(), RealPackages.cache(), NO_NETWORK);
		assertThat(this.out.toString()).isEmpty();
		String location = ResourceFolder.LOCATION + "/" + RealPackages.suite().major();
		assertThat(files(output().resolve(location))).isNotEmpty()
			.isEqualTo(files(RealPackages.output().resolve(location)));
	}

	@Test
	void buildWhenOutputIsCurrentDoesNotTouchIt() throws Exception {
		String major = DebianSuite.TRIXIE.major();
		build(major, cache(), (suite) -> trixiePackages());
		FileTime old = FileTime.fromMillis(0);
		List<Path> files = new ArrayList<>();
		for (String file : files(output()).keySet()) {
			files.add(Files.setLastModifiedTime(output().resolve(file), old));
		}
		Path damaged = output().resolve(ResourceFolder.LOCATION).resolve("17/linux-arm64/extension/vector.control");
		Files.writeString(damaged, "damaged");
		Path stray = Files.writeString(damaged.resolveSibling("vector--0.0.1.sql"), "");
		build(major, cache(), NO_NETWORK);
		for (Path file : files) {
			assertThat(Files.getLastModifiedTime(file).equals(old)).as(file.toString())
				.isEqualTo(!file.equals(damaged));
		}
		assertThat(damaged).content().contains("default_version");
		assertThat(stray).doesNotExist();
	}

	@Test
	void buildWhenSourceFailsWarnsOnceAndLeavesNothing() throws Exception {
		build("17", cache(), (suite) -> trixiePackages());
		TemporaryFolder.delete(cache());
		build("17,18", cache(), NO_NETWORK);
		assertThat(this.out.toString().lines()).containsExactly(
				"[WARNING] The jar is built without pgvector for PostgreSQL 17 and 18: there is no network. Tests with vectors then need an installed PostgreSQL with pgvector. To have it in the jar, build again.");
		assertThat(files(output())).isEmpty();
	}

	@Test
	void buildWhenOneMajorIsNotAvailableKeepsTheOther() throws Exception {
		build("17,18", cache(),
				(suite) -> (suite != DebianSuite.TRIXIE) ? NO_NETWORK.download(suite) : trixiePackages());
		assertThat(this.out.toString().lines()).singleElement().asString().contains("for PostgreSQL 18: ");
		assertThat(output().resolve(ResourceFolder.LOCATION)).isDirectoryContaining("glob:**/17")
			.isDirectoryNotContaining("glob:**/18");
	}

	@Test
	void buildWhenMajorIsNoLongerAskedForDeletesIt() throws Exception {
		build("17", cache(), (suite) -> trixiePackages());
		build("18", cache(), NO_NETWORK);
		assertThat(files(output())).isEmpty();
	}

	@Test
	void buildWhenOnePlatformIsWrongLeavesNoneOfThem() throws Exception {
		DebianPackage amd64 = trixiePackages().get(0);
		DebianPackage mislabelled = new DebianPackage(Platform.LINUX_ARM64, amd64.fileName().replace("amd64", "arm64"),
				amd64.sha256(), amd64.content());
		assertThatIllegalStateException().isThrownBy(() -> build("17", cache(), (suite) -> List.of(amd64, mislabelled)))
			.withMessageContaining("its ELF machine is 62 instead of 183");
		assertThat(files(output())).isEmpty();
	}

	@Test
	void buildWhenRequiredFails() {
		assertThatIllegalStateException().isThrownBy(() -> build("17", cache(), NO_NETWORK, "pgvector.required=true"))
			.withMessage(
					"pgvector for PostgreSQL 17 is required (-Dpgvector.required=true, or CI=true) but is not available: there is no network. To have it in the jar, build again.")
			.withCauseInstanceOf(PackageUnavailableException.class);
		assertThat(this.out.toString()).isEmpty();
	}

	@Test
	void mainWhenThereIsNoAptWarnsOnceAndEndsWell() throws Exception {
		assertThat(main("")).containsExactly(
				"[WARNING] The jar is built without pgvector for PostgreSQL 17: apt-get was not found. Tests with vectors then need an installed PostgreSQL with pgvector. To have it in the jar, build on Debian.",
				"exit code 0");
		assertThat(files(output())).isEmpty();
		assertThat(cache()).doesNotExist();
	}

	@Test
	void mainWhenThereIsNoAptInCiFails() throws Exception {
		assertThat(main("true")).startsWith(
				"Exception in thread \"main\" java.lang.IllegalStateException: pgvector for PostgreSQL 17 is required (-Dpgvector.required=true, or CI=true) but is not available: apt-get was not found. To have it in the jar, build on Debian.")
			.endsWith("exit code 1");
	}

	private List<String> main(String ci) throws IOException {
		Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/env")));
		String path = Files.createDirectories(this.temporary.resolve("path")).toString();
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		return Command.run(this.temporary,
				List.of("/bin/sh", "-c", "\"$@\"; echo \"exit code $?\"", "sh", "/usr/bin/env", "PATH=" + path,
						"CI=" + ci, java, "-cp", RealPackages.output().toAbsolutePath().toString(),
						PgvectorBinaries.class.getName(), "output=" + output(), "pgvector.cache=" + cache()));
	}

	private List<DebianPackage> trixiePackages() throws IOException {
		List<DebianPackage> packages = RealPackages.get();
		Assumptions.assumeTrue(RealPackages.suite() == DebianSuite.TRIXIE);
		return packages;
	}

	private void build(String majors, Path cache, PackageSource source, String... more) throws IOException {
		List<String> arguments = new ArrayList<>(
				List.of("output=" + output(), "pgvector.postgresql=" + majors, "pgvector.cache=" + cache));
		arguments.addAll(List.of(more));
		new PgvectorBinaries(BuildOptions.parse(arguments.toArray(String[]::new), Map.of()), source,
				new PrintStream(this.out, true, StandardCharsets.UTF_8))
			.build();
	}

	private Path output() {
		return this.temporary.resolve("classes");
	}

	private Path cache() {
		return this.temporary.resolve("cache");
	}

	private static SortedMap<String, String> files(Path folder) throws IOException {
		SortedMap<String, String> digests = new TreeMap<>();
		if (Files.exists(folder)) {
			try (Stream<Path> files = Files.walk(folder)) {
				for (Path file : files.filter(Files::isRegularFile).toList()) {
					digests.put(folder.relativize(file).toString(), Sha256.of(Files.readAllBytes(file)));
				}
			}
		}
		return digests;
	}

}
