// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.io.StringReader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.Random;
import java.util.UUID;

import org.postgresql.PGConnection;

import org.springframework.jdbc.datasource.DataSourceUtils;

/**
 * Things that tests do to a PostgreSQL.
 */
enum PostgresWork implements Work {

	INSERT((test, random) -> {
		test.update("INSERT INTO note (title, author) SELECT 'own ' || n, 1 FROM generate_series(1, %s) AS n"
			.formatted(1 + random.nextInt(40)));
		test.update("INSERT INTO tag SELECT id, 'word' FROM note");
	}),

	INSERT_VECTORS((test,
			random) -> test.update("INSERT INTO memory SELECT n, vector_of(n) FROM generate_series(1, %s) AS n"
				.formatted(1 + random.nextInt(40)))),

	INSERT_PLACE((test, random) -> test
		.update("INSERT INTO place VALUES (99, vector_of(%s))".formatted(random.nextInt(40)))),

	INSERT_PASSAGES((test,
			random) -> test.update("INSERT INTO passage SELECT -n, vector_of(n) FROM generate_series(1, %s) AS n"
				.formatted(1 + random.nextInt(60)))),

	UPDATE((test, random) -> test
		.update("UPDATE author SET name = name || '!' WHERE id %% %s = 0".formatted(1 + random.nextInt(5)))),

	DELETE((test, random) -> test.update("DELETE FROM author WHERE id %% %s = 0".formatted(2 + random.nextInt(5)))),

	UPSERT((test,
			random) -> test.update("INSERT INTO author SELECT n, 'upserted' FROM generate_series(10, 20) AS n "
					+ "ON CONFLICT (id) DO UPDATE SET name = excluded.name, points = author.points + 1")),

	MOVE_BETWEEN_PARTITIONS((test, random) -> test
		.update("UPDATE event SET day = day + 20 WHERE kind = 'kind %s'".formatted(random.nextInt(5)))),

	LONG_VALUES((test,
			random) -> test.update("UPDATE essay SET body = body || repeat('x', %s) WHERE id = %s"
				.formatted(random.nextInt(9000), 1 + random.nextInt(6)))),

	COPY((test, random) -> {
		Connection connection = DataSourceUtils.getConnection(test.dataSource());
		try {
			connection.unwrap(PGConnection.class)
				.getCopyAPI()
				.copyIn("COPY ledger FROM STDIN", new StringReader("-7\t7\n-8\t8\n-9\t9\n"));
		}
		finally {
			DataSourceUtils.releaseConnection(connection, test.dataSource());
		}
	}),

	SAVEPOINT((test, random) -> test.inTransaction((connection, statement) -> {
		statement.execute("INSERT INTO note (title) VALUES ('kept')");
		Savepoint savepoint = connection.setSavepoint();
		statement.execute("INSERT INTO note (title) SELECT 'saved ' || n FROM generate_series(1, 20) AS n");
		statement.execute("INSERT INTO memory SELECT -n, vector_of(n) FROM generate_series(1, 20) AS n");
		connection.rollback(savepoint);
	})),

	ROLL_BACK((test, random) -> test.inNewTransaction(true, (statement) -> {
		statement.execute("INSERT INTO note (title) SELECT 'rolled back ' || n FROM generate_series(1, %s) AS n"
			.formatted(1 + random.nextInt(random.nextBoolean() ? 30 : 600)));
		statement.execute("UPDATE ledger SET amount = amount + 1 WHERE id < " + random.nextInt(100));
	})),

	ROLL_BACK_VECTORS((test, random) -> test.inNewTransaction(true, (statement) -> {
		statement.execute("INSERT INTO memory SELECT -n, vector_of(n) FROM generate_series(100, %s) AS n"
			.formatted(100 + random.nextInt(60)));
		statement.execute("INSERT INTO passage SELECT -n, vector_of(n) FROM generate_series(100, %s) AS n"
			.formatted(100 + random.nextInt(60)));
	})),

	ROLL_BACK_LARGE_GRAPH((test, random) -> test.inNewTransaction(true,
			(statement) -> statement
				.execute("INSERT INTO atlas SELECT -n, vector_of(n) FROM generate_series(1, %s) AS n"
					.formatted(1 + random.nextInt(60))))),

	COMMIT((test, random) -> test.inNewTransaction(false, (statement) -> {
		statement.execute("INSERT INTO note (title) SELECT 'committed ' || n FROM generate_series(1, %s) AS n"
			.formatted(1 + random.nextInt(40)));
		statement.execute("INSERT INTO memory SELECT -n, vector_of(n) FROM generate_series(200, %s) AS n"
			.formatted(200 + random.nextInt(60)));
	})),

	COMMIT_TO_LARGE_TABLE((test, random) -> test.inNewTransaction(false,
			(statement) -> statement.execute("INSERT INTO ledger SELECT -n, n FROM generate_series(10, %s) AS n"
				.formatted(10 + random.nextInt(400))))),

	OTHER_THREAD((test, random) -> {
		Thread thread = new Thread(() -> test.autoCommit("INSERT INTO note (title) VALUES ('of a thread')"));
		thread.start();
		thread.join();
	}),

	HTTP((test, random) -> test.post("requested")),

	BATCH((test, random) -> {
		try (Connection connection = test.dataSource().getConnection();
				PreparedStatement statement = connection.prepareStatement("INSERT INTO note (title) VALUES (?)")) {
			for (int row = 0; row < 10; row++) {
				statement.setString(1, "batched " + row);
				statement.addBatch();
			}
			statement.executeBatch();
		}
	}),

	PROCEDURE((test, random) -> test.autoCommit(
			"DO $$ BEGIN FOR n IN 1..3 LOOP INSERT INTO note (title) VALUES ('done ' || n); COMMIT; END LOOP; END $$")),

	ANOTHER_PROCESS((test, random) -> {
		try (Connection connection = test.foreignConnection(); Statement statement = connection.createStatement()) {
			statement.execute("INSERT INTO note (title) VALUES ('of another process')");
			statement.execute("INSERT INTO passage VALUES (-999, vector_of(1))");
		}
	}),

	PREPARED_TRANSACTION((test, random) -> {
		try (Connection connection = test.dataSource().getConnection();
				Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			statement.execute("INSERT INTO note (title) VALUES ('prepared')");
			statement.execute("PREPARE TRANSACTION '%s'".formatted(UUID.randomUUID()));
		}
	}),

	TEMPORARY_TABLE(Place.LAST, (test, random) -> {
		test.update("CREATE TEMPORARY TABLE scratch AS SELECT * FROM author");
		test.autoCommit("CREATE TEMPORARY TABLE another (id serial PRIMARY KEY); INSERT INTO another DEFAULT VALUES");
	}),

	SETTINGS(Place.LAST, (test, random) -> test
		.autoCommit("SET statement_timeout = '1h'; SET search_path = pg_catalog; SET TimeZone = 'Asia/Tokyo'; "
				+ "SET enable_seqscan = off; SET app.tenant = '7'; SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY")),

	SETTINGS_OF_THE_TEST(Place.LAST, (test, random) -> {
		test.update("SET random_page_cost = 9");
		test.update("SET LOCAL work_mem = '64kB'");
	}),

	ROLE(Place.LAST, (test, random) -> test.autoCommit("SET ROLE pg_monitor")),

	CLIENT_STATE(Place.LAST, (test, random) -> {
		try (Connection connection = test.dataSource().getConnection()) {
			connection.setReadOnly(true);
			connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
			connection.setSchema("pg_catalog");
			connection.setClientInfo("ApplicationName", "another");
		}
	}),

	ADVISORY_LOCK((test, random) -> {
		test.query("SELECT pg_advisory_lock(%s)".formatted(random.nextInt(1000)));
		test.autoCommit("SELECT pg_advisory_lock_shared(-1)");
	}),

	LISTEN((test, random) -> test.autoCommit("LISTEN news")),

	CURSOR(Place.LAST, (test, random) -> test.autoCommit("DECLARE held CURSOR WITH HOLD FOR SELECT * FROM author")),

	PREPARE(Place.LAST, (test, random) -> test.autoCommit("PREPARE mine AS SELECT * FROM author WHERE id = $1")),

	SEQUENCES((test, random) -> {
		test.query("SELECT nextval('numbers')");
		test.query("SELECT setval('note_id_seq', %s)".formatted(1000 + random.nextInt(1000)));
	}),

	LARGE_OBJECT((test, random) -> test.query("SELECT lo_from_bytea(0, 'more')")),

	CREATE_TABLE((test, random) -> test.autoCommit("CREATE TABLE created (id int)")),

	CREATE_IN_TRANSACTION((test, random) -> test.inNewTransaction(true, (statement) -> {
		statement.execute("CREATE TABLE created_first (id serial PRIMARY KEY)");
		statement.execute("CREATE FUNCTION created() RETURNS int LANGUAGE sql AS 'SELECT 1'");
	})),

	CREATE_FUNCTION((test, random) -> test.autoCommit("CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1'")),

	TRUNCATE(Place.ALONE, (test, random) -> test.autoCommit("TRUNCATE note, tag, memory RESTART IDENTITY")),

	TRUNCATE_SEEDED(Place.ALONE, (test, random) -> test.autoCommit("TRUNCATE author CASCADE")),

	ADD_COLUMN(Place.ALONE, (test, random) -> test.autoCommit("ALTER TABLE note ADD COLUMN added int")),

	DROP_TABLE(Place.ALONE, (test, random) -> test.autoCommit("DROP TABLE tag")),

	CREATE_INDEX(Place.ALONE, (test, random) -> test.autoCommit("CREATE INDEX CONCURRENTLY added ON note (author)")),

	ANALYZE(Place.ALONE, (test, random) -> test.autoCommit("ANALYZE author")),

	VACUUM(Place.ALONE, (test, random) -> test.autoCommit("VACUUM FULL ledger")),

	REFRESH(Place.ALONE,
			(test, random) -> test.autoCommit("UPDATE author SET name = 'x'; REFRESH MATERIALIZED VIEW names"));

	private final Place place;

	private final Action action;

	PostgresWork(Action action) {
		this(Place.ANY, action);
	}

	PostgresWork(Place place, Action action) {
		this.place = place;
		this.action = action;
	}

	@Override
	public Place place() {
		return this.place;
	}

	@Override
	public void run(WorkingTest test, Random random) throws Exception {
		this.action.run(test, random);
	}

}
