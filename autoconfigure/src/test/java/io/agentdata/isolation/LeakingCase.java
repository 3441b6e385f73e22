// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.io.StringReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import javax.sql.DataSource;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.pgvector.PgVectorEmbeddingStore;
import io.agentdata.test.AgentDataTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

import org.springframework.ai.chat.memory.repository.jdbc.JdbcChatMemoryRepository;
import org.springframework.ai.chat.memory.repository.jdbc.PostgresChatMemoryRepositoryDialect;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.core.task.TaskDecorator;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.transaction.TestTransaction;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that each leak in a way of its own, and each see a clean database. They are run
 * by {@link LeakTests} in many orders.
 */
@AgentDataTest(properties = "logging.level.io.agentdata.isolation=off")
@Import(LeakRecorder.class)
class LeakingCase {

	private static final ExecutorService POOL = Executors.newFixedThreadPool(2, (task) -> {
		Thread thread = new Thread(task, "worker");
		thread.setDaemon(true);
		return thread;
	});

	@Autowired
	private DataSource dataSource;

	@Autowired
	private JdbcClient jdbc;

	@Autowired
	private TaskDecorator decorator;

	@Autowired
	private PlatformTransactionManager transactions;

	@BeforeEach
	void seesACleanDatabase() {
		assertThat(count("SELECT count(*) FROM note")).isZero();
		assertThat(count("SELECT count(*) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"))
			.isEqualTo(3);
		assertThat(count("SELECT count(*) FROM pg_settings WHERE source = 'session'")).isZero();
		assertThat(count("SELECT count(*) FROM pg_locks JOIN pg_database ON database = pg_database.oid "
				+ "WHERE locktype LIKE 'advis%' AND datname = current_database()"))
			.isZero();
		assertThat(count("SELECT count(*) FROM pg_prepared_xacts WHERE database = current_database()")).isZero();
		assertThat(count("SELECT count(*) FROM pg_listening_channels()")).isZero();
		assertThat(this.jdbc.sql("SELECT current_user = session_user").query(Boolean.class).single()).isTrue();
	}

	@Test
	void leaksNothing() {
		this.jdbc.sql("INSERT INTO note (title) VALUES ('same')").update();
	}

	@Test
	void requiresNew() {
		inNewTransaction("INSERT INTO note (title) VALUES ('same'), ('other')");
	}

	@Test
	void updateAndDelete() {
		inNewTransaction("INSERT INTO note (title) VALUES ('same'), ('other')");
		inNewTransaction("UPDATE note SET details = '{}'");
		inNewTransaction("DELETE FROM note WHERE title = 'other'");
	}

	@Test
	void workerOfAPool() throws Exception {
		POOL.submit(this.decorator.decorate(() -> autoCommit("INSERT INTO note (title) VALUES ('same')"))).get();
	}

	@Test
	void plainThread() throws InterruptedException {
		Thread thread = new Thread(() -> autoCommit("INSERT INTO note (title) VALUES ('same')"), "plain");
		thread.start();
		thread.join();
	}

	@Test
	void connectionOfItsOwn() {
		autoCommit("INSERT INTO note (title) VALUES ('same')");
	}

	@Test
	void transactionByHand() throws SQLException {
		try (Connection connection = this.dataSource.getConnection();
				Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			statement.execute("INSERT INTO note (title) VALUES ('same')");
			connection.setAutoCommit(true);
		}
	}

	@Test
	void transactionInWords() throws SQLException {
		try (Connection connection = this.dataSource.getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute("BEGIN");
			statement.execute("INSERT INTO note (title) VALUES ('same')");
			statement.execute("/* now */ COMMIT");
		}
	}

	@Test
	void batch() throws SQLException {
		try (Connection connection = this.dataSource.getConnection();
				var statement = connection.prepareStatement("INSERT INTO note (title) VALUES (?)")) {
			for (String title : List.of("same", "other", "third")) {
				statement.setString(1, title);
				statement.addBatch();
			}
			statement.executeBatch();
		}
	}

	@Test
	void function() {
		autoCommit("DO $$ BEGIN INSERT INTO note (title) VALUES ('same'); END $$");
	}

	@Test
	void createTable() {
		autoCommit("CREATE TABLE created (id int)");
	}

	@Test
	@Transactional(propagation = Propagation.NOT_SUPPORTED)
	void alterTable() {
		autoCommit("ALTER TABLE note ADD COLUMN added int");
	}

	@Test
	@Transactional(propagation = Propagation.NOT_SUPPORTED)
	void dropTable() {
		autoCommit("DROP TABLE note");
	}

	@Test
	@Transactional(propagation = Propagation.NOT_SUPPORTED)
	void createIndexConcurrently() {
		autoCommit("CREATE INDEX CONCURRENTLY later ON note (written_at)");
	}

	@Test
	@Transactional(propagation = Propagation.NOT_SUPPORTED)
	void truncate() {
		autoCommit("TRUNCATE note");
	}

	@Test
	void copy() throws Exception {
		try (Connection connection = this.dataSource.getConnection()) {
			connection.unwrap(PGConnection.class)
				.getCopyAPI()
				.copyIn("COPY note (title) FROM STDIN", new StringReader("same\nother\n"));
		}
	}

	@Test
	void bulk() {
		autoCommit("INSERT INTO note (title) SELECT 'note ' || n FROM generate_series(1, 500) AS n");
	}

	@Test
	void chatMemoryWithoutTransactionManager() {
		JdbcChatMemoryRepository memory = JdbcChatMemoryRepository.builder()
			.dataSource(this.dataSource)
			.dialect(new PostgresChatMemoryRepositoryDialect())
			.build();
		this.jdbc
			.sql("CREATE TABLE spring_ai_chat_memory (conversation_id varchar(36) NOT NULL, content text NOT NULL, "
					+ "type varchar(10) NOT NULL, \"timestamp\" timestamp NOT NULL, sequence_id bigint)")
			.update();
		memory.saveAll("conversation", List.of(new UserMessage("Do I need a cover letter?")));
	}

	@Test
	void embeddingStore() {
		PgVectorEmbeddingStore store = PgVectorEmbeddingStore.datasourceBuilder()
			.datasource(this.dataSource)
			.table("embeddings")
			.dimension(3)
			.build();
		store.add(Embedding.from(new float[] { 1, 2, 3 }), TextSegment.from("Do I need a cover letter?"));
	}

	@Test
	void setting() {
		autoCommit("SET statement_timeout = '1h'");
	}

	@Test
	void searchPath() {
		autoCommit("SET search_path = pg_catalog");
	}

	@Test
	void role() {
		autoCommit("SET ROLE pg_monitor");
	}

	@Test
	void advisoryLock() {
		this.jdbc.sql("SELECT pg_advisory_lock(42)").query().singleRow();
	}

	@Test
	void temporaryTable() {
		autoCommit("CREATE TEMP TABLE scratch (id int)");
	}

	@Test
	void listen() {
		autoCommit("LISTEN news");
	}

	@Test
	void preparedTransaction() throws SQLException {
		try (Connection connection = this.dataSource.getConnection();
				Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			statement.execute("INSERT INTO note (title) VALUES ('same')");
			statement.execute("PREPARE TRANSACTION 'pending'");
		}
	}

	@Test
	void ownCommit() {
		this.jdbc.sql("INSERT INTO note (title) VALUES ('same')").update();
		TestTransaction.flagForCommit();
		TestTransaction.end();
	}

	private void inNewTransaction(String sql) {
		TransactionTemplate template = new TransactionTemplate(this.transactions);
		template.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
		template.executeWithoutResult((status) -> this.jdbc.sql(sql).update());
	}

	private void autoCommit(String sql) {
		try (Connection connection = this.dataSource.getConnection();
				Statement statement = connection.createStatement()) {
			connection.setAutoCommit(true);
			statement.execute(sql);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private int count(String sql) {
		return this.jdbc.sql(sql).query(Integer.class).single();
	}

}
