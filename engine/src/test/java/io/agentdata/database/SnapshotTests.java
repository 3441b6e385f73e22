// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import io.agentdata.database.DatabaseConfig.Pool;
import io.agentdata.database.embedded.EmbeddedOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for the snapshots of a {@link Database}.
 */
class SnapshotTests {

	/**
	 * Those of this JVM; others may use the server too.
	 */
	private static final String DATABASES = "SELECT count(*) FROM pg_database"
			+ " WHERE starts_with(datname, substring(current_database() FROM '^agent_data_[0-9a-f]{8}_'))";

	private final DatabaseFactory factory = DatabaseFactory.embedded(EmbeddedOptions.defaults(), "public",
			Pool.DEFAULTS);

	private Database database;

	@BeforeEach
	void createDatabase() throws SQLException {
		this.database = this.factory.database("snapshots");
		execute("CREATE TABLE note (id serial PRIMARY KEY, title text)");
	}

	@AfterEach
	void close() {
		this.factory.close();
	}

	@Test
	void restoreUndoesEverythingSequencesToo() throws SQLException {
		execute("INSERT INTO note (title) VALUES ('kept')");
		this.database.snapshot("before");
		for (int time = 0; time < 3; time++) {
			execute("INSERT INTO note (title) VALUES ('undone'); CREATE TABLE other (id int)");
			assertThat(query("SELECT max(id) FROM note")).isEqualTo("2");
			this.database.restore("before");
			assertThat(query("SELECT string_agg(title, ',') FROM note")).isEqualTo("kept");
			assertThat(query("SELECT to_regclass('other')")).isNull();
		}
	}

	@Test
	void restoreFollowsAChain() throws SQLException {
		this.database.snapshot("schema");
		execute("INSERT INTO note (title) VALUES ('seed')");
		this.database.snapshot("seed");
		execute("INSERT INTO note (title) VALUES ('class')");
		this.database.snapshot("class");
		execute("INSERT INTO note (title) VALUES ('test')");
		this.database.restore("class");
		assertThat(query("SELECT string_agg(title, ',' ORDER BY id) FROM note")).isEqualTo("seed,class");
		this.database.restore("schema");
		assertThat(query("SELECT count(*) FROM note")).isEqualTo("0");
		this.database.restore("seed");
		assertThat(query("SELECT string_agg(title, ',' ORDER BY id) FROM note")).isEqualTo("seed");
	}

	@Test
	void restoreTakesAPrefetchedCopyOfTheRightSnapshot() throws SQLException {
		this.database.snapshot("empty");
		this.database.prefetch("empty");
		execute("INSERT INTO note (title) VALUES ('one')");
		this.database.snapshot("one");
		this.database.restore("one");
		assertThat(query("SELECT count(*) FROM note")).isEqualTo("1");
		this.database.prefetch("one");
		this.database.prefetch("empty");
		this.database.restore("empty");
		assertThat(query("SELECT count(*) FROM note")).isEqualTo("0");
	}

	@Test
	void snapshotOfTheSameNameReplacesTheOther() throws SQLException {
		this.database.snapshot("state");
		this.database.prefetch("state");
		execute("INSERT INTO note (title) VALUES ('later')");
		this.database.snapshot("state");
		execute("DELETE FROM note");
		this.database.restore("state");
		assertThat(query("SELECT count(*) FROM note")).isEqualTo("1");
	}

	@Test
	void restoreEndsSessionsThatNobodyLetsGoOf() throws SQLException {
		this.database.snapshot("before");
		try (Connection forgotten = this.database.dataSource().getConnection()) {
			this.database.restore("before");
			assertThat(forgotten.isValid(1)).isFalse();
		}
	}

	@Test
	void restoreTellsTheOwnersOfSessions() {
		AtomicInteger suspended = new AtomicInteger();
		this.database.addSessionOwner(new SessionOwner() {

			@Override
			public void suspend() {
				suspended.incrementAndGet();
			}

			@Override
			public void resume() {
				suspended.addAndGet(10);
			}

		});
		this.database.snapshot("before");
		this.database.restore("before");
		assertThat(suspended).hasValue(22);
	}

	@Test
	void restoreOfAnUnknownSnapshotNamesTheKnownOnes() {
		this.database.snapshot("known");
		assertThatIllegalArgumentException().isThrownBy(() -> this.database.restore("unknown"))
			.withMessage("There is no snapshot 'unknown' of this database. Its snapshots are: [known].");
		assertThatIllegalArgumentException().isThrownBy(() -> this.database.snapshot(" "))
			.withMessage("A snapshot's name must not be blank: it is restored by it.");
	}

	@Test
	void resetSequencesLeavesRowsAndSessions() throws SQLException {
		this.database.snapshot("before");
		try (Connection open = this.database.dataSource().getConnection()) {
			execute("INSERT INTO note (title) VALUES ('a'), ('b'); DELETE FROM note WHERE id = 1");
			this.database.resetSequences("before");
			assertThat(query("INSERT INTO note (title) VALUES ('first again') RETURNING id")).isEqualTo("1");
			assertThat(query("SELECT count(*) FROM note")).isEqualTo("2");
			assertThat(open.isValid(1)).isTrue();
		}
	}

	@Test
	void settingsAndGrantsOfTheDatabaseHoldInEveryCopy() throws SQLException {
		execute("""
				DO $$ BEGIN
					EXECUTE format('ALTER DATABASE %I SET search_path = "$user", app, public', current_database());
					EXECUTE format('ALTER DATABASE %I SET app.region = %L', current_database(), 'it''s, eu');
					EXECUTE format('ALTER ROLE agent_data IN DATABASE %I SET lock_timeout = %L', current_database(), '7s');
					EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
					EXECUTE format('GRANT CREATE ON DATABASE %I TO pg_monitor', current_database());
					EXECUTE format('COMMENT ON DATABASE %I IS %L', current_database(), 'agent''s');
					EXECUTE format('ALTER DATABASE %I CONNECTION LIMIT 300', current_database());
				END $$""");
		String before = settings(this.database);
		assertThat(before).contains("it's, eu", "7s", "agent's", "pg_monitor=C", "|300");
		this.database.snapshot("set");
		this.database.restore("set");
		assertThat(settings(this.database)).isEqualTo(before);
		assertThat(settings(this.database.sibling("set"))).isEqualTo(before);
		assertThat(this.database.reset("set", true)).isNull();
	}

	@Test
	void sequenceThatWasRestartedBeginsThereAgain() throws SQLException {
		execute("ALTER SEQUENCE note_id_seq RESTART WITH 1000");
		this.database.snapshot("restarted");
		for (int time = 0; time < 2; time++) {
			assertThat(query("SELECT nextval('note_id_seq')")).isEqualTo("1000");
			this.database.resetSequences("restarted");
		}
		assertThat(query("SELECT nextval('note_id_seq')")).isEqualTo("1000");
		this.database.changes();
		this.database.reset("restarted", true);
		assertThat(query("SELECT nextval('note_id_seq')")).isEqualTo("1000");
	}

	@Test
	void closeDropsTheCopiesToo() throws SQLException {
		this.database.snapshot("one");
		execute("CREATE TABLE more (id int)");
		this.database.snapshot("two");
		this.database.prefetch("two");
		Database observer = this.factory.database("observer");
		assertThat(Statements.query(observer, DATABASES)).isIn("4", "5");
		this.factory.destroy("snapshots");
		assertThat(Statements.query(observer, DATABASES)).isEqualTo("1");
	}

	@Test
	void siblingBeginsInTheStateOfTheSnapshotAndGoesItsOwnWay() throws SQLException {
		execute("INSERT INTO note (title) VALUES ('kept')");
		this.database.snapshot("before");
		execute("INSERT INTO note (title) VALUES ('later')");
		Database sibling = this.database.sibling("before");
		assertThat(sibling.testId()).isEqualTo("snapshots");
		assertThat(sibling.config().url()).isNotEqualTo(this.database.config().url());
		assertThat(sibling.config().username()).isEqualTo(this.database.config().username());
		assertThat(Statements.query(sibling, "SELECT string_agg(title, ',') FROM note")).isEqualTo("kept");
		Statements.execute(sibling, "DELETE FROM note");
		assertThat(query("SELECT count(*) FROM note")).isEqualTo("2");
		sibling.restore("before");
		assertThat(Statements.query(sibling, "SELECT count(*) FROM note")).isEqualTo("1");
	}

	@Test
	void siblingsShareTheirSnapshots() throws SQLException {
		this.database.snapshot("empty");
		Database sibling = this.database.sibling("empty");
		Database another = sibling.sibling("empty");
		Statements.execute(sibling, "INSERT INTO note (title) VALUES ('of the sibling')");
		sibling.snapshot("one");
		this.database.restore("one");
		another.prefetch("one");
		another.restore("one");
		assertThat(query("SELECT title FROM note")).isEqualTo("of the sibling");
		assertThat(Statements.query(another, "SELECT title FROM note")).isEqualTo("of the sibling");
		another.resetSequences("empty");
		assertThat(Statements.query(another, "SELECT nextval('note_id_seq')")).isEqualTo("1");
	}

	@Test
	void siblingsRestoreAtTheSameTimeWhileOneReplacesTheSnapshot() {
		this.database.snapshot("state");
		List<Database> databases = List.of(this.database, this.database.sibling("state"),
				this.database.sibling("state"), this.database.sibling("state"));
		ExecutorService threads = Executors.newFixedThreadPool(databases.size());
		try {
			CompletableFuture
				.allOf(databases.stream()
					.map((own) -> CompletableFuture.runAsync(() -> restoreOverAndOver(own), threads))
					.toArray(CompletableFuture[]::new))
				.join();
		}
		finally {
			threads.shutdown();
		}
	}

	private void restoreOverAndOver(Database own) {
		String title = own.config().url();
		try {
			for (int time = 0; time < 10; time++) {
				own.prefetch("state");
				assertThat(Statements.query(own, "SELECT count(*) FROM note")).isEqualTo("0");
				Statements.execute(own, "INSERT INTO note (title) VALUES ('%s')".formatted(title));
				assertThat(Statements.query(own, "SELECT string_agg(title, ',') FROM note")).isEqualTo(title);
				own.restore("state");
				if (own == this.database) {
					own.snapshot("state");
				}
			}
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void siblingsAreDroppedWithTheFirst() throws SQLException {
		this.database.snapshot("before");
		Database sibling = this.database.sibling("before");
		Database observer = this.factory.database("observer");
		assertThat(Statements.query(observer, DATABASES)).isEqualTo("4");
		sibling.prefetch("before");
		this.factory.destroy("snapshots");
		assertThat(Statements.query(observer, DATABASES)).isEqualTo("1");
		assertThatIllegalArgumentException().isThrownBy(() -> sibling.restore("before"));
		assertThatIllegalStateException().isThrownBy(() -> sibling.snapshot("again"))
			.withMessageEndingWith("and the server refused: it was dropped");
	}

	@Test
	void siblingOfAnUnknownSnapshotIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.database.sibling("unknown"))
			.withMessage("There is no snapshot 'unknown' of this database. Its snapshots are: [].");
	}

	@Test
	void forgottenSnapshotCannotBeRestored() throws SQLException {
		this.database.snapshot("kept");
		this.database.snapshot("forgotten");
		this.database.prefetch("forgotten");
		this.database.forget("forgotten");
		this.database.forget("never made");
		assertThatIllegalArgumentException().isThrownBy(() -> this.database.restore("forgotten"));
		execute("INSERT INTO note (title) VALUES ('undone')");
		this.database.restore("kept");
		assertThat(query("SELECT count(*) FROM note")).isEqualTo("0");
	}

	@Test
	@Timeout(30)
	void forgetDropsTheSnapshotAndItsSpares() throws SQLException {
		Database observer = this.factory.database("observer");
		this.database.snapshot("forgotten");
		this.database.prefetch("forgotten");
		this.database.forget("forgotten");
		while (!Statements.query(observer, DATABASES).equals("2")) {
			Thread.onSpinWait();
		}
	}

	@Test
	void productionHasNoSnapshots() {
		Database production = DatabaseFactory
			.production(() -> new DatabaseConfig(Engine.PRODUCTION, "jdbc:postgresql://db.invalid/x", "public", null,
					null, Pool.DEFAULTS), this.database::dataSource)
			.database("any");
		assertThatExceptionOfType(UnsupportedCapabilityException.class).isThrownBy(() -> production.restore("any"))
			.withMessageStartingWith("The engine does not offer what was asked for.")
			.withMessageContaining(
					"A restored snapshot takes the capability CLONE, which the engine PRODUCTION does not have.")
			.withMessageContaining(
					" - Use an engine that has it: agent.data.engine=embedded or agent.data.engine=container or "
							+ "agent.data.engine=external or agent.data.engine=h2.")
			.satisfies((ex) -> assertThat(ex.capability()).isEqualTo(Capability.CLONE));
	}

	private static String settings(Database database) throws SQLException {
		return Statements
			.query(database, "SELECT concat_ws('|', current_setting('search_path'), current_setting('app.region'), "
					+ "current_setting('lock_timeout'), (SELECT array_agg(a::text ORDER BY a::text) FROM unnest(datacl) AS a), shobj_description(oid, 'pg_database'), datconnlimit) "
					+ "FROM pg_database WHERE datname = current_database()");
	}

	private void execute(String sql) throws SQLException {
		Statements.execute(this.database, sql);
	}

	private String query(String sql) throws SQLException {
		return Statements.query(this.database, sql);
	}

}
