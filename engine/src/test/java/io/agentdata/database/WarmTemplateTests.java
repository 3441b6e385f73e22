// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.agentdata.database.DatabaseConfig.Pool;
import io.agentdata.database.embedded.EmbeddedOptions;
import io.agentdata.database.embedded.EmbeddedServer;
import io.agentdata.database.postgres.PostgresServer;
import io.agentdata.database.postgres.WarmTemplates;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link WarmTemplate}.
 */
class WarmTemplateTests {

	private static final String WARM = " FROM pg_database WHERE starts_with(datname, '%s')"
		.formatted(WarmTemplates.PREFIX);

	private static final EmbeddedOptions OPTIONS = EmbeddedOptions.defaults()
		.withProject(Path.of("tests of warm templates"));

	private final String key = UUID.randomUUID().toString();

	private final List<String> fingerprint = List.of("V1__note.sql 'a'", "V2__more.sql " + this.key);

	private final DatabaseFactory factory = DatabaseFactory.embedded(OPTIONS, "memory", Pool.DEFAULTS);

	private final Database database = this.factory.database("first");

	@AfterEach
	void leaveNothing() throws SQLException {
		PostgresServer server = server();
		try (Connection connection = server.connect();
				Statement statement = connection.createStatement();
				ResultSet templates = statement.executeQuery("SELECT datname" + WARM)) {
			while (templates.next()) {
				server.drop(templates.getString(1));
			}
		}
		this.factory.close();
	}

	@Test
	void databaseIsEmptyUntilSomethingIsMadeInIt() throws SQLException {
		assertThat(isEmpty(this.database)).isTrue();
		for (String object : List.of("TABLE t (id int)", "EXTENSION vector", "SCHEMA s", "TYPE e AS ENUM ('a')",
				"FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'", "SEQUENCE q")) {
			Database other = this.factory.database(object);
			Statements.execute(other, "CREATE " + object);
			assertThat(isEmpty(other)).as(object).isFalse();
		}
		Statements.execute(this.database, "SELECT lo_create(0)");
		assertThat(isEmpty(this.database)).isFalse();
	}

	@Test
	void applyBringsWhatWasSealedUnderTheSameUrl() throws SQLException {
		migrate(this.database);
		Statements.execute(this.database, "SELECT nextval('note_id_seq')");
		assertThat(template(this.database).fingerprint()).isNull();
		template(this.database).seal(this.fingerprint);
		Statements.execute(this.database, "INSERT INTO note (title) VALUES ('later')");
		Database second = this.factory.database("second");
		String url = second.config().url();
		assertThat(template(second).fingerprint()).isEqualTo(this.fingerprint);
		template(second).apply();
		assertThat(second.config().url()).isEqualTo(url);
		assertThat(Statements.query(second, "SELECT count(*) FROM memory.note")).isEqualTo("0");
		assertThat(Statements.query(second, "SELECT nextval('note_id_seq')")).isEqualTo("2");
		assertThat(Statements.query(this.database, "SELECT count(*) FROM note")).isEqualTo("1");
	}

	@Test
	void applyLetsSessionOwnersFollow() throws SQLException {
		migrate(this.database);
		template(this.database).seal(this.fingerprint);
		List<String> calls = new ArrayList<>();
		this.database.addSessionOwner(new SessionOwner() {

			@Override
			public void suspend() {
				calls.add("suspend");
			}

			@Override
			public void resume() {
				calls.add("resume");
			}

		});
		template(this.database).apply();
		template(this.database).clearDatabase();
		template(this.database).seal(this.fingerprint);
		assertThat(calls).containsExactly("suspend", "resume", "suspend", "resume", "suspend", "resume");
	}

	@Test
	void clearLeavesAnEmptyDatabaseWithItsSchema() throws SQLException {
		migrate(this.database);
		template(this.database).clearDatabase();
		assertThat(isEmpty(this.database)).isTrue();
		Statements.execute(this.database, "CREATE TABLE memory.again (id int)");
	}

	@Test
	void sealReplacesTheTemplateBefore() throws SQLException {
		migrate(this.database);
		template(this.database).seal(this.fingerprint);
		Statements.execute(this.database, "INSERT INTO note (title) VALUES ('added')");
		template(this.database).seal(List.of("V3"));
		template(this.database).clearDatabase();
		template(this.database).apply();
		assertThat(template(this.database).fingerprint()).containsExactly("V3");
		assertThat(Statements.query(this.database, "SELECT count(*) FROM note")).isEqualTo("1");
	}

	@Test
	void templateOutlivesItsDatabaseAndAllOthers() throws SQLException {
		migrate(this.database);
		template(this.database).seal(this.fingerprint);
		this.factory.destroy("first");
		server().dropAll("agent_data_");
		assertThat(template(this.factory.database("second")).fingerprint()).isEqualTo(this.fingerprint);
	}

	@Test
	void copiesInSnapshotsAndSiblingsHaveTheSameTemplate() throws SQLException {
		migrate(this.database);
		this.database.snapshot("migrated");
		template(this.database.sibling("migrated")).seal(this.fingerprint);
		template(this.database).clearDatabase();
		template(this.database).apply();
		assertThat(Statements.query(this.database, "SELECT count(*) FROM note")).isEqualTo("0");
		this.database.restore("migrated");
	}

	@Test
	void sealRefusesWhatACopyWouldNotHave() throws SQLException {
		migrate(this.database);
		Statements.execute(this.database,
				"DO $$ BEGIN EXECUTE 'ALTER DATABASE ' || current_database() || ' SET work_mem = 123'; END $$");
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> template(this.database).seal(this.fingerprint))
			.withMessageContaining("roles, tablespaces or settings");
		assertThat(template(this.database).fingerprint()).isNull();
	}

	@Test
	void damagedDescriptionMakesTheTemplateVanish() throws SQLException {
		migrate(this.database);
		String first = "AgentDataTest, a warm template of %d resources, made %s, used 2026-11-21T13:00:00Z\nV1";
		for (String damage : List.of("", "AgentDataTest", first.formatted(2, "2026-11-21T13:00:00Z"),
				first.formatted(1, "once"))) {
			template(this.database).seal(this.fingerprint);
			String name = nameOfTemplate();
			Statements.execute(this.database, "COMMENT ON DATABASE %s IS '%s'".formatted(name, damage));
			assertThat(messages(() -> assertThat(template(this.database).fingerprint()).as(damage).isNull()))
				.containsExactly("The warm template %s is dropped: its description cannot be read.".formatted(name));
		}
	}

	@Test
	void templateThatCannotBeCopiedIsDroppedAndTheDatabaseStays() throws SQLException {
		migrate(this.database);
		template(this.database).seal(this.fingerprint);
		String name = nameOfTemplate();
		Statements.execute(this.database,
				"UPDATE pg_database SET datconnlimit = -2 WHERE datname = '%s'".formatted(name));
		assertThat(messages(
				() -> assertThatExceptionOfType(SQLException.class).isThrownBy(() -> template(this.database).apply())))
			.singleElement(InstanceOfAssertFactories.STRING)
			.startsWith("The warm template %s is dropped: it cannot be copied: ERROR: cannot use invalid database"
				.formatted(name));
		assertThat(template(this.database).fingerprint()).isNull();
		assertThat(Statements.query(this.database, "SELECT count(*) FROM note")).isEqualTo("0");
	}

	@Test
	void leastRecentlyUsedIsDropped() throws SQLException {
		migrate(this.database);
		template(this.database).seal(this.fingerprint);
		for (int number = 1; number < 8; number++) {
			warm(this.key + number).seal(this.fingerprint);
		}
		template(this.database).apply();
		warm(this.key + 8).seal(this.fingerprint);
		assertThat(Statements.query(this.database, "SELECT count(*)" + WARM)).isEqualTo("8");
		assertThat(template(this.database).fingerprint()).isEqualTo(this.fingerprint);
		assertThat(warm(this.key + 1).fingerprint()).isNull();
	}

	@Test
	void allAreKeptWithin200Megabytes() throws SQLException {
		fill(120);
		warm("one of 120 MB").seal(this.fingerprint);
		warm("another").seal(this.fingerprint);
		assertThat(warm("one of 120 MB").fingerprint()).isNull();
		assertThat(warm("another").fingerprint()).isEqualTo(this.fingerprint);
	}

	@Test
	void databaseThatIsLargerBecomesNone() throws SQLException {
		fill(200);
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> template(this.database).seal(this.fingerprint))
			.withMessageMatching("the database takes 2\\d\\d MB, and all templates together 200 MB at most");
		assertThat(Statements.query(this.database, "SELECT count(*)" + WARM)).isEqualTo("0");
	}

	@Test
	void severalSealTheSameAtOnce() {
		List<CompletableFuture<Void>> all = new ArrayList<>();
		for (int number = 0; number < 4; number++) {
			Database each = this.factory.database("at once " + number);
			all.add(CompletableFuture.runAsync(() -> {
				try {
					migrate(each);
					for (int time = 0; time < 3; time++) {
						template(each).seal(this.fingerprint);
						WarmTemplate next = template(each);
						if (next.fingerprint() != null) {
							next.apply();
						}
					}
				}
				catch (SQLException ex) {
					throw new IllegalStateException(ex);
				}
			}));
		}
		CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
	}

	@Test
	void otherEnginesHaveNone() {
		try (DatabaseFactory h2 = DatabaseFactory.h2("public", Pool.DEFAULTS)) {
			assertThat(h2.database("none").warmTemplate(this.key)).isNull();
		}
	}

	private void fill(int megabytes) throws SQLException {
		Statements.execute(this.database, "CREATE TABLE filled (page text STORAGE PLAIN)");
		Statements.execute(this.database,
				"INSERT INTO filled SELECT repeat('x', 8000) FROM generate_series(1, %d)".formatted(megabytes * 128));
	}

	private boolean isEmpty(Database of) throws SQLException {
		try (Connection connection = of.dataSource().getConnection()) {
			return template(of).isDatabaseEmpty(connection);
		}
	}

	private WarmTemplate template(Database of) {
		WarmTemplate template = of.warmTemplate(this.key);
		assertThat(template).isNotNull();
		return template;
	}

	private WarmTemplate warm(String otherKey) {
		WarmTemplate template = this.database.warmTemplate(otherKey);
		assertThat(template).isNotNull();
		return template;
	}

	private static List<String> messages(ThrowingCallable action) {
		return Logs.during(WarmTemplates.class, action).stream().map(ILoggingEvent::getFormattedMessage).toList();
	}

	private String nameOfTemplate() throws SQLException {
		return Statements.query(this.database,
				"SELECT datname FROM pg_database WHERE shobj_description(oid, 'pg_database') LIKE '%%%s'"
					.formatted(this.key));
	}

	private static PostgresServer server() {
		return EmbeddedServer.of(OPTIONS).postgres();
	}

	private static void migrate(Database database) throws SQLException {
		Statements.execute(database, "CREATE TABLE note (id serial PRIMARY KEY, title text)");
	}

}
