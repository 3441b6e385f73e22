// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.agentdata.database.Logs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ClusterCache}, and {@link ClusterImage} with it.
 */
class ClusterCacheTests {

	@TempDir
	Path folder;

	@TempDir(factory = FolderInMemory.class)
	Path temporary;

	private Path clusters;

	@BeforeEach
	void folders() throws IOException {
		this.clusters = this.folder.resolve("cache/clusters");
		UnpackedBinaries.copyTo(this.clusters.getParent());
	}

	@Test
	void secondServerStartsOnACopyOfTheFirstOnesCluster() throws Exception {
		String first = clusterOfAServer();
		assertThat(clusterOfAServer()).isEqualTo(first);
		assertThat(this.temporary).isEmptyDirectory();
	}

	@Test
	void imagesArePrivateForTheyHoldPasswords() throws Exception {
		clusterOfAServer();
		assertThat(permissions(this.clusters)).isEqualTo("rwx------");
		assertThat(permissions(image())).isEqualTo("rw-------");
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, 7, 8, 100_000, 20_000_000 })
	void truncatedImageIsMadeAnew(long length) throws Exception {
		String first = clusterOfAServer();
		byte[] content = Files.readAllBytes(image());
		Files.write(image(), Arrays.copyOf(content, (int) length));
		assertThat(clusterOfAServer()).isNotEqualTo(first);
		assertThat(image()).hasSize(content.length);
	}

	@Test
	void imageWithAWrongByteIsMadeAnew() throws Exception {
		String first = clusterOfAServer();
		byte[] content = Files.readAllBytes(image());
		content[content.length / 2] ^= 1;
		Files.write(image(), content);
		String second = clusterOfAServer();
		assertThat(second).isNotEqualTo(first);
		assertThat(clusterOfAServer()).isEqualTo(second);
	}

	@Test
	void imageThatPostgresDoesNotStartOnIsMadeAnew() throws Exception {
		clusterOfAServer();
		Path other = Files.createDirectories(this.folder.resolve("other/data")).getParent();
		Files.writeString(other.resolve("data/PG_VERSION"), "8");
		Files.writeString(other.resolve("password"), "secret");
		new ClusterImage(image()).write(other, new Cluster(other).contents());
		String made = clusterOfAServer();
		assertThat(clusterOfAServer()).isEqualTo(made);
		assertThat(this.temporary).isEmptyDirectory();
	}

	@Test
	void imageWhosePasswordDoesNotFitIsMadeAnew() throws Exception {
		String first = clusterOfAServer();
		Path other = Files.createDirectory(this.folder.resolve("other"));
		new ClusterImage(image()).unpackTo(other);
		Files.writeString(other.resolve("password"), "secret");
		new ClusterImage(image()).write(other, new Cluster(other).contents());
		List<ILoggingEvent> logged = Logs.during(ServerStart.class,
				() -> assertThat(clusterOfAServer()).isNotEqualTo(first));
		assertThat(logged).extracting(ILoggingEvent::getThrowableProxy)
			.filteredOn(Objects::nonNull)
			.singleElement()
			.satisfies((reason) -> assertThat(reason.getMessage()).startsWith("The embedded PostgreSQL lets nobody in.")
				.contains("a first connection failed: FATAL: password authentication failed"));
		String made = clusterOfAServer();
		assertThat(clusterOfAServer()).isEqualTo(made);
		assertThat(this.temporary).isEmptyDirectory();
	}

	@Test
	void serverStartsWhereTheClusterCannotBeKept() throws Exception {
		Files.createDirectories(this.clusters.getParent());
		Files.writeString(this.clusters, "a file");
		assertThat(clusterOfAServer()).isNotEqualTo(clusterOfAServer());
		assertThat(this.clusters).hasContent("a file");
	}

	@Test
	void imagesThatWereNotUsedForAMonthAreRemoved() throws Exception {
		clusterOfAServer();
		Path old = Files.writeString(this.clusters.resolve("old.cluster"), "");
		Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(31))));
		Path young = Files.writeString(this.clusters.resolve("late.cluster"), "");
		Files.setLastModifiedTime(young, FileTime.from(Instant.now().minus(Duration.ofDays(29))));
		Files.delete(image());
		clusterOfAServer();
		assertThat(old).doesNotExist();
		assertThat(young).exists();
	}

	@Test
	void imagesThatWereUsedLeastLatelyMakeRoom() throws Exception {
		clusterOfAServer();
		Files.delete(image());
		for (int days = 1; days <= 10; days++) {
			Path image = Files.writeString(this.clusters.resolve(days + ".cluster"), "");
			Files.setLastModifiedTime(image, FileTime.from(Instant.now().minus(Duration.ofDays(days))));
		}
		clusterOfAServer();
		try (Stream<Path> images = Files.list(this.clusters)) {
			assertThat(images.map((image) -> image.getFileName().toString())).hasSize(8)
				.contains("1.cluster", "7.cluster")
				.doesNotContain("8.cluster");
		}
	}

	/**
	 * Start a server, and ask it for what tells its cluster from others.
	 */
	private String clusterOfAServer() throws IOException, SQLException {
		RunningServer server = ServerStart.of(new EmbeddedOptions(BinarySource.CLASSPATH, null, 0,
				Duration.ofSeconds(30), this.clusters.getParent(), this.temporary, false, null));
		try (Connection connection = server.postgres().connect();
				Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery("SELECT system_identifier FROM pg_control_system()")) {
			row.next();
			return row.getString(1);
		}
		finally {
			server.end();
		}
	}

	private Path image() throws IOException {
		try (Stream<Path> files = Files.list(this.clusters)) {
			List<Path> images = files.filter((file) -> file.getFileName().toString().matches("\\p{XDigit}+.cluster"))
				.toList();
			assertThat(images).hasSize(1);
			return images.get(0);
		}
	}

	private static String permissions(Path path) throws IOException {
		return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
	}

}
