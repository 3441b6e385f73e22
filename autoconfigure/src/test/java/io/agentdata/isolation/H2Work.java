// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.sql.Connection;
import java.sql.Savepoint;
import java.util.Random;

/**
 * Things that tests do to an H2.
 */
enum H2Work implements Work {

	INSERT((test,
			random) -> test.update("INSERT INTO note (title) SELECT 'own ' || \"X\" FROM system_range(1, %s)"
				.formatted(1 + random.nextInt(40)))),

	UPDATE((test, random) -> test
		.update("UPDATE author SET name = name || '!' WHERE mod(id, %s) = 0".formatted(1 + random.nextInt(5)))),

	DELETE((test, random) -> test.update("DELETE FROM author WHERE mod(id, %s) = 0".formatted(2 + random.nextInt(5)))),

	SAVEPOINT((test, random) -> test.inTransaction((connection, statement) -> {
		statement.execute("INSERT INTO note (title) VALUES ('kept')");
		Savepoint savepoint = connection.setSavepoint();
		statement.execute("INSERT INTO note (title) VALUES ('not kept')");
		connection.rollback(savepoint);
	})),

	ROLL_BACK((test, random) -> test.inNewTransaction(true,
			(statement) -> statement.execute("INSERT INTO ledger SELECT -\"X\", \"X\" FROM system_range(1, %s)"
				.formatted(1 + random.nextInt(3000))))),

	COMMIT((test, random) -> test.inNewTransaction(false,
			(statement) -> statement.execute("INSERT INTO ledger SELECT 1000 + \"X\", \"X\" FROM system_range(1, %s)"
				.formatted(1 + random.nextInt(3000))))),

	OTHER_THREAD((test, random) -> {
		Thread thread = new Thread(() -> test.autoCommit("INSERT INTO note (title) VALUES ('of a thread')"));
		thread.start();
		thread.join();
	}),

	SEQUENCES((test, random) -> test.query("SELECT nextval('numbers')")),

	CREATE_TABLE((test, random) -> test.autoCommit("CREATE TABLE created (id int PRIMARY KEY)")),

	ADD_COLUMN(Place.ALONE, (test, random) -> test.autoCommit("ALTER TABLE note ADD COLUMN added int")),

	DROP_TABLE(Place.ALONE, (test, random) -> test.autoCommit("DROP TABLE tag")),

	CREATE_INDEX(Place.ALONE, (test, random) -> test.autoCommit("CREATE INDEX added ON note (author)")),

	TRUNCATE(Place.ALONE, (test, random) -> test.autoCommit("TRUNCATE TABLE ledger")),

	ANALYZE(Place.ALONE, (test, random) -> test.autoCommit("ANALYZE")),

	TEMPORARY_TABLE(Place.LAST,
			(test, random) -> test.autoCommit("CREATE LOCAL TEMPORARY TABLE scratch AS SELECT * FROM author")),

	SETTINGS(Place.LAST,
			(test, random) -> test.autoCommit("SET @tenant = 7; SET LOCK_TIMEOUT 5; SET QUERY_TIMEOUT 60000; "
					+ "SET SCHEMA information_schema; SET TIME ZONE '+9'")),

	CLIENT_STATE(Place.LAST, (test, random) -> {
		try (Connection connection = test.dataSource().getConnection()) {
			connection.setReadOnly(true);
			connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
		}
	});

	private final Place place;

	private final Action action;

	H2Work(Action action) {
		this(Place.ANY, action);
	}

	H2Work(Place place, Action action) {
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
