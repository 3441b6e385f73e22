// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark.jmh;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;

import io.agentdata.database.Database;
import io.agentdata.database.DatabaseConfig.Pool;
import io.agentdata.database.DatabaseFactory;
import io.agentdata.database.embedded.EmbeddedOptions;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a factory does, on a server that runs.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DatabaseBenchmark {

	private DatabaseFactory factory;

	private DatabaseFactory prepared;

	private Database database;

	/**
	 * Start the server, and prepare a template.
	 * @throws SQLException if the server refuses
	 */
	@Setup
	public void start() throws SQLException {
		this.factory = DatabaseFactory.embedded(EmbeddedOptions.defaults(), "public", Pool.DEFAULTS);
		this.prepared = this.factory.preparedBy(DatabaseBenchmark::migrate);
		this.database = this.prepared.database("rollback");
	}

	/**
	 * Drop the databases.
	 */
	@TearDown
	public void close() {
		this.prepared.close();
		this.factory.close();
	}

	/**
	 * Make an empty database, and drop it.
	 * @return its URL
	 */
	@Benchmark
	public String factory() {
		return this.factory.withIsolatedDatabase("factory", (made) -> made.config().url());
	}

	/**
	 * Make a clone of a template, and drop it.
	 * @return its URL
	 */
	@Benchmark
	public String cloneOfTemplate() {
		return this.prepared.withIsolatedDatabase("clone", (made) -> made.config().url());
	}

	/**
	 * Write a row in a transaction that is rolled back.
	 * @return the number of rows
	 * @throws SQLException if the server refuses
	 */
	@Benchmark
	public int rollback() throws SQLException {
		return Database.inRolledBackTransaction(this.database, DatabaseBenchmark::insert);
	}

	private static void migrate(Database template) throws SQLException {
		try (Connection connection = template.dataSource().getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute("CREATE EXTENSION vector; CREATE TABLE notes (content text, embedding vector(384))");
		}
	}

	private static int insert(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			return statement.executeUpdate("INSERT INTO notes (content) VALUES ('At home we speak Spanish.')");
		}
	}

}
