// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import io.agentdata.database.DatabaseConfig.Pool;
import io.agentdata.database.embedded.EmbeddedOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for databases of a factory that live as long as a piece of work, and for their
 * templates.
 */
class IsolatedDatabaseTests {

	private final DatabaseFactory factory = DatabaseFactory.embedded(EmbeddedOptions.defaults(), "public",
			Pool.DEFAULTS);

	@AfterEach
	void close() {
		this.factory.close();
	}

	@Test
	void withIsolatedDatabaseReturnsTheResultAndDropsTheDatabase() throws SQLException {
		AtomicReference<String> name = new AtomicReference<>();
		String answer = this.factory.withIsolatedDatabase("answer", (database) -> {
			name.set(Statements.query(database, "SELECT current_database()"));
			assertThat(database.testId()).isEqualTo("answer");
			return Statements.query(database, "SELECT 42");
		});
		assertThat(answer).isEqualTo("42");
		assertThat(exists(name.get())).isFalse();
	}

	@Test
	void withIsolatedDatabaseWhenTheWorkThrowsDropsTheDatabaseWithItsConnections() throws SQLException {
		AtomicReference<String> name = new AtomicReference<>();
		AtomicReference<Connection> leftOpen = new AtomicReference<>();
		IOException failure = new IOException("of the work");
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> this.factory.withIsolatedDatabase("failing", (database) -> {
				name.set(Statements.query(database, "SELECT current_database()"));
				leftOpen.set(database.dataSource().getConnection());
				throw failure;
			}))
			.isSameAs(failure)
			.satisfies((ex) -> assertThat(ex.getSuppressed()).isEmpty());
		assertThat(exists(name.get())).isFalse();
		assertThat(leftOpen.get().isValid(1)).isFalse();
	}

	@Test
	void withIsolatedDatabaseOfTheSameIdIsAnotherDatabaseEachTime() throws SQLException {
		Statements.execute(this.factory.database("same"), "CREATE TABLE note (id int)");
		List<Integer> made = IntStream.range(0, 8).parallel().mapToObj((index) -> createNotes()).toList();
		assertThat(made).hasSize(8).containsOnly(0);
		assertThat(Statements.query(this.factory.database("same"), "SELECT count(*) FROM note")).isEqualTo("0");
	}

	@Test
	void withIsolatedDatabaseRefusesABlankIdAndAClosedFactory() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.factory.withIsolatedDatabase(" ", (database) -> ""))
			.withMessageStartingWith("A testId must not be blank");
		this.factory.close();
		assertThatIllegalStateException().isThrownBy(() -> this.factory.withIsolatedDatabase("late", (database) -> ""))
			.withMessageStartingWith("The database of 'late' was asked of a factory that is closed.");
		assertThatIllegalStateException().isThrownBy(() -> this.factory.preparedBy((database) -> {
		})).withMessageStartingWith("The database of 'template' was asked of a factory that is closed.");
	}

	@Test
	void preparedByPreparesOnceAndClonesRowsAndSequences() throws SQLException {
		AtomicInteger preparations = new AtomicInteger();
		try (DatabaseFactory prepared = this.factory.preparedBy((database) -> {
			preparations.incrementAndGet();
			Statements.execute(database, "CREATE TABLE note (id serial PRIMARY KEY, title text)");
			Statements.execute(database, "INSERT INTO note (title) VALUES ('seed')");
		})) {
			for (int time = 0; time < 3; time++) {
				String id = prepared.withIsolatedDatabase("clone", (database) -> Statements.query(database,
						"INSERT INTO note (title) VALUES ('test') RETURNING id"));
				assertThat(id).isEqualTo("2");
			}
			assertThat(Statements.query(prepared.database("named"), "SELECT string_agg(title, ',') FROM note"))
				.isEqualTo("seed");
		}
		assertThat(preparations).hasValue(1);
	}

	@Test
	void preparedByCanBePreparedFurther() throws SQLException {
		try (DatabaseFactory migrated = this.factory
			.preparedBy((database) -> Statements.execute(database, "CREATE TABLE note (id int)"));
				DatabaseFactory seeded = migrated
					.preparedBy((database) -> Statements.execute(database, "INSERT INTO note VALUES (1)"))) {
			assertThat(countNotes(seeded)).isEqualTo("1");
			assertThat(countNotes(migrated)).isEqualTo("0");
		}
	}

	@Test
	void preparedBySealsTheTemplateFromConnectionsThatAreLeftOpen() throws SQLException {
		AtomicReference<Database> template = new AtomicReference<>();
		AtomicReference<Connection> leftOpen = new AtomicReference<>();
		try (DatabaseFactory prepared = this.factory.preparedBy((database) -> {
			Statements.execute(database, "CREATE TABLE note (id int)");
			template.set(database);
			leftOpen.set(database.dataSource().getConnection());
		})) {
			assertThat(countNotes(prepared)).isEqualTo("0");
			assertThat(leftOpen.get().isValid(1)).isFalse();
			Statements.execute(template.get(), "INSERT INTO note VALUES (1)");
			assertThat(countNotes(prepared)).isEqualTo("0");
		}
	}

	@Test
	void preparedByWhenThePreparerThrowsLeavesNothing() throws SQLException {
		AtomicReference<String> name = new AtomicReference<>();
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> this.factory.preparedBy((database) -> {
			name.set(Statements.query(database, "SELECT current_database()"));
			throw new IOException("of the preparer");
		})).withMessage("of the preparer");
		assertThat(exists(name.get())).isFalse();
	}

	@Test
	void closeOfAPreparedFactoryDropsTheTemplate() throws SQLException {
		AtomicReference<String> name = new AtomicReference<>();
		DatabaseFactory prepared = this.factory
			.preparedBy((database) -> name.set(Statements.query(database, "SELECT current_database()")));
		assertThat(exists(name.get())).isTrue();
		prepared.close();
		assertThat(exists(name.get())).isFalse();
	}

	@Test
	void productionHasNoIsolatedDatabases() {
		DatabaseFactory production = DatabaseFactory.production(() -> {
			throw new AssertionError();
		}, () -> {
			throw new AssertionError();
		});
		assertThatExceptionOfType(UnsupportedCapabilityException.class)
			.isThrownBy(() -> production.withIsolatedDatabase("any", (database) -> ""))
			.withMessageContaining(
					"An isolated database takes the capability CLONE, which the engine PRODUCTION does not have.");
		assertThatExceptionOfType(UnsupportedCapabilityException.class)
			.isThrownBy(() -> production.preparedBy((database) -> {
			}))
			.withMessageContaining("A template takes the capability CLONE, which the engine PRODUCTION does not have.");
	}

	private int createNotes() {
		try {
			return this.factory.withIsolatedDatabase("same", (database) -> {
				Statements.execute(database, "CREATE TABLE note (id int)");
				return Integer.valueOf(Statements.query(database, "SELECT count(*) FROM note"));
			});
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private boolean exists(String database) throws SQLException {
		return "1".equals(Statements.query(this.factory.database("observer"),
				"SELECT count(*) FROM pg_database WHERE datname = '%s'".formatted(database)));
	}

	private static String countNotes(DatabaseFactory factory) throws SQLException {
		return factory.withIsolatedDatabase("count",
				(database) -> Statements.query(database, "SELECT count(*) FROM note"));
	}

}
