// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for databases of failed tests, which are kept.
 */
class FailedTestsTests {

	private static final Pattern KEPT = Pattern.compile("FailingCase\\.(\\w+)\\(\\) has failed. Its database is kept "
			+ "as it was, until the next run drops it:\\s+(jdbc:\\S+) \\(user (\\w+)\\)\\s+PGPASSWORD=(\\w+) psql -U");

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	@TempDir
	Path folder;

	@Test
	void databaseOfAFailedTestIsKeptUntilTheNextRun() throws Exception {
		Path build = Files.writeString(this.folder.resolve("build"), "\"$@\"\nexit $?\n");
		Path temporary = Files.createDirectory(this.folder.resolve("temporary"));
		Path cache = this.folder.resolve("cache");
		String output = CaseInAnotherJvm.run(build, temporary, cache, "auto", "cloneMethod", "rollback", "reset",
				"resetWithARefusedStatement", "zPasses");
		List<String> kept = new ArrayList<>();
		for (Matcher matcher = KEPT.matcher(output); matcher.find();) {
			kept.add(matcher.group(1));
			assertThat(titles(matcher.group(2), matcher.group(3), matcher.group(4))).isEqualTo(matcher.group(1));
		}
		assertThat(kept).as(output)
			.containsExactlyInAnyOrder("auto", "cloneMethod", "rollback", "reset", "resetWithARefusedStatement");
		assertThat(output).doesNotContain("failed: zPasses()", "has left", "could not be");
		String next = CaseInAnotherJvm.run(build, temporary, cache, "zPasses");
		assertThat(next).contains("The database that FailingCase.reset() left is dropped: jdbc:postgresql:")
			.doesNotContain("failed: ");
		long deadline = System.nanoTime() + PATIENCE.toNanos();
		while ((!names(temporary).isEmpty() || names(cache.resolve("servers")).size() > 1)
				&& System.nanoTime() < deadline) {
			Thread.onSpinWait();
		}
		assertThat(names(temporary)).isEmpty();
		assertThat(names(cache.resolve("servers"))).containsExactly("lock");
	}

	private static List<String> names(Path folder) throws IOException {
		try (Stream<Path> files = Files.list(folder)) {
			return files.map((file) -> file.getFileName().toString()).toList();
		}
	}

	private static String titles(String url, String username, String password) throws SQLException {
		try (Connection connection = DriverManager.getConnection(url, username, password);
				Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery("SELECT string_agg(title, ',') FROM note")) {
			rows.next();
			return rows.getString(1);
		}
	}

}
