// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark;

import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.agentdata.database.Database;
import org.postgresql.PGConnection;

/**
 * The statements of a reset, each with more and with less of what costs something.
 */
final class ResetSteps {

	private static final int MANY = 10;

	private static final int INDEXES = 3;

	private static final int ROWS = 1000;

	private static final int VECTORS = 32;

	private static final int PAGES = 1000;

	private static final int DIMENSIONS = 384;

	private static final String ROWS_OF_PAGES = "INSERT INTO %s SELECT n, repeat('x', 300) FROM generate_series(1, %s) n";

	private static final int ROWS_OF_A_PAGE = 24;

	private final Steps steps = new Steps();

	private final Connection connection;

	/**
	 * Describe the steps.
	 * @param connection a session of a superuser, in a database that was prepared
	 */
	ResetSteps(Connection connection) {
		this.connection = connection;
	}

	/**
	 * Make the tables: without anything, with indexes, with texts that may be long, with
	 * what a table usually has, with vectors, and with many pages.
	 */
	static void prepare(Database database) throws SQLException {
		try (Connection connection = database.dataSource().getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute("CREATE EXTENSION vector");
			for (int number = 1; number <= MANY; number++) {
				statement.execute("""
						CREATE TABLE bare_%1$d (id bigint);
						CREATE TABLE indexed_%1$d (id bigint);
						CREATE INDEX ON indexed_%1$d (id);
						CREATE INDEX ON indexed_%1$d (id);
						CREATE INDEX ON indexed_%1$d (id);
						CREATE TABLE long_%1$d (id bigint, content text);
						CREATE TABLE usual_%1$d (id bigint PRIMARY KEY, content text);
						CREATE INDEX ON usual_%1$d (content);
						CREATE TABLE small_%1$d (id bigint PRIMARY KEY, content text);
						INSERT INTO small_%1$d VALUES (1, 'a row that stays');
						""".formatted(number));
			}
			statement
				.execute("CREATE TABLE vectors (embedding vector(%1$d)); CREATE TABLE graph (embedding vector(%1$d))"
					.formatted(DIMENSIONS));
			statement.execute("CREATE INDEX ON graph USING hnsw (embedding vector_cosine_ops)");
			statement.execute("CREATE TABLE pages_1 (id bigint PRIMARY KEY, content text)");
			statement.execute(ROWS_OF_PAGES.formatted("pages_1", PAGES * ROWS_OF_A_PAGE));
		}
	}

	/**
	 * Take the times.
	 * @param rounds how often each step is done
	 * @return the names of the constants that the choice of a way is made by, with
	 * microseconds
	 */
	Map<String, Double> run(int rounds) throws SQLException {
		for (int tables : new int[] { 1, MANY }) {
			truncate("bare", tables);
			vacate("usual", tables);
			truncate("usual", tables);
			rewrite("usual", tables, 1, "1\tx\n");
			prune("small", tables);
		}
		truncate("indexed", MANY);
		truncate("long", MANY);
		for (int number : new int[] { ROWS, 2 * ROWS }) {
			rewrite("bare", 1, number, rows(number, "%d\n"));
			rewrite("indexed", 1, number, rows(number, "%d\n"));
			rewrite("long", 1, number, rows(number, "%d\tAt home we speak Spanish.\n"));
		}
		for (int number : new int[] { 1, VECTORS }) {
			String text = vectors(number);
			rewriteOne("vectors", number, text);
			rewriteOne("graph", number, text);
		}
		prune("pages", 1);
		this.steps.run(rounds);
		return constants();
	}

	private Map<String, Double> constants() {
		Map<String, Double> constants = new LinkedHashMap<>();
		double prunedPage = this.steps.difference("prune pages 1", "prune small 1", PAGES);
		constants.put("VACATE", ofTable("vacate usual"));
		constants.put("FILE", ofTable("truncate bare"));
		constants.put("INDEX", this.steps.difference("truncate indexed 10", "truncate bare 10", MANY * INDEXES));
		constants.put("TOAST", this.steps.difference("truncate long 10", "truncate bare 10", MANY));
		constants.put("ROW", ofRow("long"));
		constants.put("ENTRY", (ofRow("indexed") - ofRow("bare")) / INDEXES);
		constants.put("SEARCH_ENTRY", this.steps.difference("rewrite graph 32", "rewrite graph 1", VECTORS - 1)
				- this.steps.difference("rewrite vectors 32", "rewrite vectors 1", VECTORS - 1));
		constants.put("VACUUM",
				this.steps.difference("rewrite usual 10 1", "rewrite usual 1 1", MANY - 1) - ofTable("truncate usual"));
		constants.put("PRUNE", ofTable("prune small") - prunedPage);
		constants.put("PRUNED_PAGE", prunedPage);
		return constants;
	}

	private double ofTable(String step) {
		return this.steps.difference(step + " 10", step + " 1", MANY - 1);
	}

	private double ofRow(String table) {
		return this.steps.difference("rewrite %s 1 2000".formatted(table), "rewrite %s 1 1000".formatted(table), ROWS);
	}

	private void truncate(String prefix, int tables) {
		this.steps.add("truncate %s %d".formatted(prefix, tables), () -> insert(prefix, tables),
				() -> inTransaction(() -> execute("TRUNCATE " + list(prefix, tables))));
	}

	private void vacate(String prefix, int tables) {
		this.steps.add("vacate %s %d".formatted(prefix, tables), () -> insert(prefix, tables), () -> {
			inTransaction(() -> {
				for (int table = 1; table <= tables; table++) {
					execute("DELETE FROM ONLY %s_%d".formatted(prefix, table));
				}
			});
			vacuum(list(prefix, tables));
			inTransaction(() -> execute("UPDATE pg_class SET reltuples = -1 WHERE oid = ANY ('{%s}'::regclass[])"
				.formatted(list(prefix, tables))));
		});
	}

	private void rewrite(String prefix, int tables, int number, String text) {
		this.steps.add("rewrite %s %d %d".formatted(prefix, tables, number), () -> insert(prefix, tables), () -> {
			inTransaction(() -> {
				execute("TRUNCATE " + list(prefix, tables));
				for (int table = 1; table <= tables; table++) {
					copy("%s_%d".formatted(prefix, table), text);
				}
			});
			vacuum(list(prefix, tables));
		});
	}

	private void rewriteOne(String table, int number, String text) {
		this.steps.add("rewrite %s %d".formatted(table, number), () -> {
		}, () -> {
			inTransaction(() -> {
				execute("TRUNCATE " + table);
				copy(table, text);
			});
			vacuum(table);
		});
	}

	/**
	 * Delete the rows that were added, as those of later transactions.
	 */
	private void prune(String prefix, int tables) {
		AtomicReference<String> boundary = new AtomicReference<>();
		this.steps.add("prune %s %d".formatted(prefix, tables), () -> {
			boundary.set(nextTransaction());
			for (int table = 1; table <= tables; table++) {
				execute("INSERT INTO %s_%d VALUES (-1, 'a row that was added')".formatted(prefix, table));
			}
		}, () -> {
			inTransaction(() -> {
				for (int table = 1; table <= tables; table++) {
					execute("DELETE FROM ONLY %s_%d WHERE age(xmin) <= age('%s'::xid8::xid)".formatted(prefix, table,
							boundary.get()));
				}
			});
			vacuum(list(prefix, tables));
		});
	}

	private void insert(String prefix, int tables) throws SQLException {
		for (int table = 1; table <= tables; table++) {
			execute("INSERT INTO %s_%d (id) VALUES (0)".formatted(prefix, table));
		}
	}

	private void vacuum(String tables) throws SQLException {
		execute("VACUUM (INDEX_CLEANUP ON) " + tables);
	}

	private String nextTransaction() throws SQLException {
		try (Statement statement = this.connection.createStatement();
				ResultSet row = statement.executeQuery("SELECT pg_snapshot_xmax(pg_current_snapshot())")) {
			row.next();
			return row.getString(1);
		}
	}

	private void copy(String table, String text) throws SQLException {
		try {
			this.connection.unwrap(PGConnection.class)
				.getCopyAPI()
				.copyIn("COPY %s FROM STDIN".formatted(table), new StringReader(text));
		}
		catch (IOException ex) {
			throw new SQLException("The rows of %s were not written".formatted(table), ex);
		}
	}

	private void inTransaction(Steps.Work work) throws SQLException {
		this.connection.setAutoCommit(false);
		execute("SET LOCAL session_replication_role = replica");
		work.run();
		this.connection.commit();
		this.connection.setAutoCommit(true);
	}

	private void execute(String sql) throws SQLException {
		try (Statement statement = this.connection.createStatement()) {
			statement.execute(sql);
		}
	}

	private static String list(String prefix, int tables) {
		return IntStream.rangeClosed(1, tables)
			.mapToObj((table) -> "%s_%d".formatted(prefix, table))
			.collect(Collectors.joining(", "));
	}

	private static String rows(int number, String format) {
		return IntStream.rangeClosed(1, number).mapToObj(format::formatted).collect(Collectors.joining());
	}

	private static String vectors(int number) {
		Random random = new Random(number);
		return IntStream.range(0, number)
			.mapToObj((row) -> random.doubles(DIMENSIONS)
				.mapToObj(String::valueOf)
				.collect(Collectors.joining(",", "[", "]\n")))
			.collect(Collectors.joining());
	}

}
