// SPDX-License-Identifier: Apache-2.0

package io.agentdata.pgvector.build;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link PackageCache}, with a source whose downloads can be counted and fail.
 */
class PackageCacheTests {

	private static final String AMD64 = "postgresql-17-pgvector_0.8.0-1_amd64.deb";

	private final AtomicInteger downloads = new AtomicInteger();

	private final List<String> warnings = new ArrayList<>();

	@TempDir
	Path temporary;

	private Path folder;

	private PackageCache cache;

	@BeforeEach
	void createCache() {
		this.folder = this.temporary.resolve("a/b");
		this.cache = new PackageCache(this.folder, this::download, this.warnings::add);
	}

	@Test
	void packagesWhenCacheIsEmptyKeepsThemInPrivateFolder() throws Exception {
		assertThat(this.cache.packages(DebianSuite.TRIXIE)).extracting(DebianPackage::platform)
			.containsExactly(Platform.values());
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(this.folder))).isEqualTo("rwx------");
		assertThat(files()).containsExactlyInAnyOrder(AMD64, "postgresql-17-pgvector_0.8.0-1_arm64.deb",
				"postgresql-17-pgvector_amd64.sha256", "postgresql-17-pgvector_arm64.sha256");
		assertThat(this.folder.resolve("postgresql-17-pgvector_amd64.sha256"))
			.hasContent(Sha256.of(Files.readAllBytes(this.folder.resolve(AMD64))) + "  " + AMD64 + "\n");
	}

	@Test
	void packagesWhenCachedDownloadsNothing() throws Exception {
		List<DebianPackage> first = this.cache.packages(DebianSuite.TRIXIE);
		List<DebianPackage> second = this.cache.packages(DebianSuite.TRIXIE);
		assertThat(this.downloads).hasValue(1);
		assertThat(second).extracting(DebianPackage::sha256)
			.isEqualTo(first.stream().map(DebianPackage::sha256).toList());
		assertThat(this.warnings).isEmpty();
	}

	@Test
	void packagesKeepsTheSuitesApart() throws Exception {
		this.cache.packages(DebianSuite.TRIXIE);
		this.cache.packages(DebianSuite.FORKY);
		assertThat(this.downloads).hasValue(2);
		assertThat(this.cache.packages(DebianSuite.FORKY).get(0).fileName()).startsWith("postgresql-18-pgvector_");
	}

	@Test
	void packagesWhenFileIsDamagedDownloadsItAnewWithOneWarning() throws Exception {
		List<DebianPackage> first = this.cache.packages(DebianSuite.TRIXIE);
		Files.writeString(this.folder.resolve(AMD64), "damaged");
		assertThat(this.cache.packages(DebianSuite.TRIXIE)).extracting(DebianPackage::sha256)
			.isEqualTo(first.stream().map(DebianPackage::sha256).toList());
		assertThat(this.downloads).hasValue(2);
		assertThat(this.warnings).containsExactly(
				"The cached package is not used, because %s does not have the SHA-256 of Debian's signed index. It is deleted, and downloaded anew."
					.formatted(this.folder.resolve(AMD64)));
		assertThat(this.cache.find(DebianSuite.TRIXIE, Platform.LINUX_AMD64)).isPresent();
	}

	@Test
	void packagesWhenFileIsDamagedAndSourceFailsLeavesNoDamagedFile() throws Exception {
		this.cache.packages(DebianSuite.TRIXIE);
		Files.writeString(this.folder.resolve(AMD64), "damaged");
		PackageCache offline = new PackageCache(this.folder, (suite) -> {
			throw new PackageUnavailableException("there is no network", "build again", null);
		}, this.warnings::add);
		assertThatExceptionOfType(PackageUnavailableException.class)
			.isThrownBy(() -> offline.packages(DebianSuite.TRIXIE));
		assertThat(files()).doesNotContain(AMD64, "postgresql-17-pgvector_amd64.sha256");
	}

	@Test
	void packagesWhenDigestFileIsDamagedDownloadsAnew() throws Exception {
		this.cache.packages(DebianSuite.TRIXIE);
		Files.write(this.folder.resolve("postgresql-17-pgvector_arm64.sha256"), new byte[] { (byte) 0xff, 0, 1 });
		this.cache.packages(DebianSuite.TRIXIE);
		assertThat(this.downloads).hasValue(2);
		assertThat(this.warnings).singleElement().asString().contains("_arm64.sha256 is damaged");
	}

	@Test
	void packagesWhenDigestFileNamesFileElsewhereDoesNotReadIt() throws Exception {
		this.cache.packages(DebianSuite.TRIXIE);
		Path elsewhere = Files.move(this.folder.resolve(AMD64), this.temporary.resolve(AMD64));
		Path digestFile = this.folder.resolve("postgresql-17-pgvector_amd64.sha256");
		Files.writeString(digestFile, Files.readString(digestFile).replace(AMD64, elsewhere.toString()));
		this.cache.packages(DebianSuite.TRIXIE);
		assertThat(this.downloads).hasValue(2);
	}

	@Test
	void packagesWhenFileIsGoneDownloadsAnew() throws Exception {
		this.cache.packages(DebianSuite.TRIXIE);
		Files.delete(this.folder.resolve(AMD64));
		this.cache.packages(DebianSuite.TRIXIE);
		assertThat(this.downloads).hasValue(2);
	}

	@Test
	void packagesWhenBuildsRunAtTheSameTimeGivesEachWholePackages() throws Exception {
		Callable<List<DebianPackage>> build = () -> {
			Files.deleteIfExists(this.folder.resolve(AMD64));
			return new PackageCache(this.folder, this::download, (warning) -> {
			}).packages(DebianSuite.TRIXIE);
		};
		ExecutorService builds = Executors.newFixedThreadPool(8);
		try {
			for (Future<List<DebianPackage>> result : builds.invokeAll(Collections.nCopies(100, build))) {
				assertThat(result.get()).hasSameSizeAs(Platform.values());
			}
		}
		finally {
			builds.shutdownNow();
		}
		assertThat(files()).allMatch((name) -> name.endsWith(".deb") || name.endsWith(".sha256"));
	}

	@Test
	void debianPackageWhenDigestIsAnotherIsRefused() {
		assertThatIllegalStateException()
			.isThrownBy(() -> new DebianPackage(Platform.LINUX_AMD64, AMD64, "0".repeat(64), new byte[0]))
			.withMessageStartingWith("The package " + AMD64 + " was to be used, but its SHA-256 is e3b0c442")
			.withMessageContaining("where the signed index says 0000");
	}

	private List<DebianPackage> download(DebianSuite suite) {
		this.downloads.incrementAndGet();
		return Stream.of(Platform.values()).map((platform) -> debianPackage(suite, platform)).toList();
	}

	private static DebianPackage debianPackage(DebianSuite suite, Platform platform) {
		byte[] content = (suite.packageName() + platform).repeat(500).getBytes(StandardCharsets.UTF_8);
		String name = "%s_0.8.0-1_%s.deb".formatted(suite.packageName(), platform.architecture());
		return new DebianPackage(platform, name, Sha256.of(content), content);
	}

	private List<String> files() throws IOException {
		try (Stream<Path> files = Files.list(this.folder)) {
			return files.map((file) -> file.getFileName().toString()).toList();
		}
	}

}
