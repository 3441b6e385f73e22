// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * A way to give the tests of a suite a database.
 */
enum Variant {

	/**
	 * The floor: nothing to start, nothing between the tests and their database.
	 */
	RUNNING("`@DataJpaTest`, PostgreSQL already running", Annotations.SLICE,
			Map.of("benchmark.propagation", "REQUIRED"), Set.of()),

	AUTO("`@AgentDataTest`", Annotations.OURS, isolation("auto"), Set.of(Library.AGENT_DATA)),

	ROLLBACK("`@AgentDataTest`, `ROLLBACK`", Annotations.OURS, isolation("rollback"), Set.of(Library.AGENT_DATA)),

	RESET("`@AgentDataTest`, `RESET`", Annotations.OURS, isolation("reset"), Set.of(Library.AGENT_DATA)),

	CLONE_CLASS("`@AgentDataTest`, `CLONE_CLASS`", Annotations.OURS, isolation("clone-class"),
			Set.of(Library.AGENT_DATA)),

	CLONE_METHOD("`@AgentDataTest`, `CLONE_METHOD`", Annotations.OURS, isolation("clone-method"),
			Set.of(Library.AGENT_DATA)),

	H2("`@AgentDataTest`, H2", Annotations.OURS, Map.of("agent.data.engine", "h2"),
			Set.of(Library.AGENT_DATA, Library.H2)),

	PGLITE("`@AgentDataTest`, PGlite", Annotations.OURS,
			Map.of("agent.data.engine", "pglite", "agent.data.pglite.node-modules",
					Path.of("../engine/src/test/pglite/node_modules").toAbsolutePath().normalize().toString()),
			Set.of(Library.AGENT_DATA)),

	TESTCONTAINERS("`@DataJpaTest`, Testcontainers", Annotations.CONTAINER, Map.of(), Set.of(Library.TESTCONTAINERS)),

	ZONKY_EMBEDDED("zonky, provider `zonky`", Annotations.zonky("ZONKY", "NEVER"), Map.of(), Set.of(Library.ZONKY)),

	ZONKY_DOCKER("zonky, provider `docker`", Annotations.zonky("DOCKER", "NEVER"), Annotations.ZONKY_IMAGE,
			Set.of(Library.ZONKY)),

	ZONKY_DOCKER_REFRESH("zonky, provider `docker`, refreshed for each test",
			Annotations.zonky("DOCKER", "BEFORE_EACH_TEST_METHOD"), Annotations.ZONKY_IMAGE, Set.of(Library.ZONKY)),

	/**
	 * No test-managed transaction: the test means to commit.
	 */
	AUTO_WITHOUT_TRANSACTION("`@AgentDataTest` without a test-managed transaction", Annotations.OURS + """
			@org.springframework.transaction.annotation.Transactional(
					propagation = org.springframework.transaction.annotation.Propagation.NEVER)
			""", isolation("auto"), Set.of(Library.AGENT_DATA)),

	RUNNING_TRUNCATED("`@DataJpaTest`, PostgreSQL already running, TRUNCATE of all tables",
			Annotations.TRUNCATED + Annotations.SLICE, Map.of(), Set.of()),

	TESTCONTAINERS_TRUNCATED("`@DataJpaTest`, Testcontainers, TRUNCATE of all tables",
			Annotations.TRUNCATED + Annotations.CONTAINER, Map.of(), Set.of(Library.TESTCONTAINERS)),

	/**
	 * The floor of tests that ask a server: what they commit stays.
	 */
	RUNNING_WEB("`@SpringBootTest(RANDOM_PORT)`, PostgreSQL already running, nothing undone", Annotations.WEB, Map.of(),
			Set.of(Library.WEB)),

	AUTO_WEB("`@SpringBootTest(RANDOM_PORT)` with `@AutoConfigureAgentData`",
			Annotations.WEB + "@io.agentdata.test.AutoConfigureAgentData\n", isolation("auto"),
			Set.of(Library.WEB, Library.AGENT_DATA)),

	RUNNING_TRUNCATED_WEB("`@SpringBootTest(RANDOM_PORT)`, PostgreSQL already running, TRUNCATE of all tables",
			Annotations.TRUNCATED + Annotations.WEB, Map.of(), Set.of(Library.WEB));

	/**
	 * Those that the suite is run in.
	 */
	static final Set<Variant> OF_SUITE = EnumSet.range(RUNNING, ZONKY_DOCKER_REFRESH);

	private final String label;

	private final String annotations;

	private final Map<String, String> properties;

	private final Set<Library> libraries;

	Variant(String label, String annotations, Map<String, String> properties, Set<Library> libraries) {
		this.label = label;
		this.annotations = annotations;
		this.properties = properties;
		this.libraries = libraries;
	}

	String label() {
		return this.label;
	}

	/**
	 * Return what its test classes are annotated with, as Java source.
	 */
	String annotations() {
		return this.annotations;
	}

	Map<String, String> properties() {
		return this.properties;
	}

	Set<Library> libraries() {
		return this.libraries;
	}

	/**
	 * Return whether its tests need a database of the server that runs already.
	 */
	boolean isRunning() {
		return name().startsWith("RUNNING");
	}

	boolean isOurs() {
		return this.libraries.contains(Library.AGENT_DATA);
	}

	private static Map<String, String> isolation(String isolation) {
		return Map.of("agent.data.isolation", isolation);
	}

	/**
	 * The annotations of test classes. They are compiled when the library is there.
	 */
	private static final class Annotations {

		static final String OURS = "@io.agentdata.test.AgentDataTest\n";

		static final String SLICE = """
				@org.springframework.boot.data.jpa.test.autoconfigure.DataJpaTest(showSql = false)
				@org.springframework.boot.jdbc.test.autoconfigure.AutoConfigureTestDatabase(
						replace = org.springframework.boot.jdbc.test.autoconfigure.AutoConfigureTestDatabase.Replace.NONE)
				""";

		static final String CONTAINER = SLICE + """
				@org.springframework.context.annotation.Import(PgvectorContainer.class)
				""";

		/**
		 * Before Spring's own extension, so that the tables are emptied after the
		 * rollback.
		 */
		static final String TRUNCATED = """
				@org.junit.jupiter.api.extension.ExtendWith(TruncatedTables.class)
				""";

		static final String WEB = """
				@org.springframework.boot.test.context.SpringBootTest(
						webEnvironment = org.springframework.boot.test.context.SpringBootTest.WebEnvironment.RANDOM_PORT)
				""";

		static final Map<String, String> ZONKY_IMAGE = Map.of("zonky.test.database.postgres.docker.image",
				"pgvector/pgvector:pg17");

		static String zonky(String provider, String refresh) {
			return """
					@org.springframework.boot.data.jpa.test.autoconfigure.DataJpaTest(showSql = false)
					@io.zonky.test.db.AutoConfigureEmbeddedDatabase(
							type = io.zonky.test.db.AutoConfigureEmbeddedDatabase.DatabaseType.POSTGRES,
							provider = io.zonky.test.db.AutoConfigureEmbeddedDatabase.DatabaseProvider.%s,
							refresh = io.zonky.test.db.AutoConfigureEmbeddedDatabase.RefreshMode.%s)
					""".formatted(provider, refresh);
		}

	}

}
