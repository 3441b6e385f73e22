// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for databases that outlive their JVM.
 */
class KeptDatabaseTests {

	private static final String DATABASES = "SELECT count(*) FROM pg_database WHERE datname LIKE '%agent_data%'";

	@TempDir
	Path folder;

	private Path temporary;

	private Path anotherBuild;

	private final List<ProcessHandle> servers = new ArrayList<>();

	@BeforeEach
	void folders() throws IOException {
		this.temporary = Files.createDirectory(this.folder.resolve("with a space"));
		this.anotherBuild = Files.writeString(this.folder.resolve("build"), "\"$@\"\nexit $?\n");
	}

	@BeforeEach
	void binaries() throws IOException {
		UnpackedBinaries.copyTo(cache());
	}

	@AfterEach
	void endWhatATestHasLeft() {
		this.servers.forEach(ProcessHandle::destroyForcibly);
	}

	@Test
	void keptDatabasesOutliveTheirJvmsUntilTheNextRun() throws Exception {
		Process ended = start("EndedTests.fails()");
		String[] ofEnded = ready(ended);
		end(ended);
		assertThat(query(ofEnded, "SELECT string_agg(body, ',') FROM note")).isEqualTo("left by the test");
		assertThat(query(ofEnded, DATABASES)).isEqualTo("1");
		Process killed = start("KilledTests.fails()");
		String[] ofKilled = ready(killed);
		killed.destroyForcibly().waitFor();
		assertThat(query(ofKilled, "SELECT string_agg(body, ',') FROM note")).isEqualTo("left by the test");
		// both are forks of one build
		assertThat(query(ofEnded, "SELECT count(*) FROM note")).isEqualTo("1");
		assertThat(records()).hasSize(2);
		Process next = KeepingJvm.start(List.of("sh", this.anotherBuild.toString()), this.temporary, cache(), "");
		assertThat(ServerInAnotherJvm.awaitReady(next)).contains("ready - - -");
		end(next);
		for (ProcessHandle server : this.servers) {
			server.onExit().get(20, TimeUnit.SECONDS);
		}
		assertThat(records()).isEmpty();
		assertThat(contents(this.temporary)).isEmpty();
	}

	private Process start(String test) throws IOException {
		return KeepingJvm.start(List.of(), this.temporary, cache(), test);
	}

	private String[] ready(Process jvm) throws IOException {
		String output = ServerInAnotherJvm.awaitReady(jvm);
		assertThat(output).contains("ready jdbc:postgresql:");
		jvm.descendants().forEach(this.servers::add);
		return output.substring(output.indexOf("ready jdbc:")).strip().split(" ");
	}

	private static void end(Process jvm) throws Exception {
		jvm.getOutputStream().close();
		assertThat(jvm.waitFor(20, TimeUnit.SECONDS)).isTrue();
	}

	private static String query(String[] kept, String sql) throws SQLException {
		try (Connection connection = DriverManager.getConnection(kept[1], kept[2], kept[3]);
				Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery(sql)) {
			rows.next();
			return rows.getString(1);
		}
	}

	private Path cache() {
		return this.folder.resolve("cache");
	}

	private List<Path> records() throws IOException {
		return contents(cache().resolve("servers")).stream()
			.filter((file) -> file.toString().endsWith(".properties"))
			.toList();
	}

	private static List<Path> contents(Path directory) throws IOException {
		try (Stream<Path> entries = Files.list(directory)) {
			return entries.toList();
		}
	}

}
