// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

import javax.sql.DataSource;

import com.sun.net.httpserver.HttpServer;
import io.agentdata.test.AgentDataTest;
import io.agentdata.test.Isolation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Sandbox}.
 */
@AgentDataTest(isolation = Isolation.SANDBOX, properties = "agent.data.sandbox-timeout=300ms")
class SandboxTests {

	@Autowired
	private DataSource dataSource;

	@Autowired
	private JdbcClient jdbc;

	@Autowired
	private PlatformTransactionManager transactions;

	@BeforeEach
	void seesACleanDatabase() {
		assertThat(titles()).isEmpty();
	}

	@Test
	void otherConnectionsSeeTheRowsOfTheTest() throws Exception {
		insert("mine");
		assertThat(askInNewTransaction(this::titles)).containsExactly("mine");
		assertThat(CompletableFuture.supplyAsync(this::titles).get()).containsExactly("mine");
		inNewTransaction(() -> insert("theirs"));
		assertThat(titles()).containsExactly("mine", "theirs");
	}

	@Test
	void aRequestSeesTheRowsOfTheTestAndItsOwnAreUndone() throws Exception {
		insert("mine");
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/", (exchange) -> {
			insert("requested");
			byte[] body = String.join(",", titles()).getBytes();
			exchange.sendResponseHeaders(200, body.length);
			exchange.getResponseBody().write(body);
			exchange.close();
		});
		server.start();
		try {
			assertThat(get("http://localhost:" + server.getAddress().getPort())).isEqualTo("mine,requested");
			assertThat(titles()).containsExactly("mine", "requested");
		}
		finally {
			server.stop(0);
		}
	}

	@Test
	void rollbackOfATransactionUndoesItAlone() {
		insert("mine");
		TransactionTemplate template = newTransaction();
		template.executeWithoutResult((status) -> {
			insert("undone");
			status.setRollbackOnly();
		});
		assertThat(titles()).containsExactly("mine");
	}

	@Test
	void afterCommitListenersRun() {
		List<String> events = new ArrayList<>();
		newTransaction().executeWithoutResult((status) -> {
			insert("committed");
			TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

				@Override
				public void afterCommit() {
					events.add("committed");
				}

			});
		});
		assertThat(events).containsExactly("committed");
	}

	@Test
	void aFailedTransactionLeavesTheOthersAlone() {
		insert("mine");
		assertThatExceptionOfType(DuplicateKeyException.class).isThrownBy(() -> inNewTransaction(() -> insert("mine")));
		assertThat(titles()).containsExactly("mine");
		inNewTransaction(() -> insert("after"));
		assertThat(titles()).containsExactly("after", "mine");
	}

	@Test
	void aFailedStatementOfTheTestFailsItsTransactionAndNoOther() {
		insert("mine");
		assertThatExceptionOfType(DuplicateKeyException.class).isThrownBy(() -> insert("mine"));
		assertThat(askInNewTransaction(this::titles)).containsExactly("mine");
		assertThatExceptionOfType(Exception.class).isThrownBy(this::titles)
			.withMessageContaining("current transaction is aborted");
	}

	@Test
	void deferredConstraintsAreCheckedAtTheCommit() {
		this.jdbc.sql("CREATE TABLE parent (id int PRIMARY KEY)").update();
		this.jdbc.sql("CREATE TABLE child (parent int REFERENCES parent DEFERRABLE INITIALLY DEFERRED)").update();
		inNewTransaction(() -> {
			this.jdbc.sql("INSERT INTO child VALUES (1)").update();
			this.jdbc.sql("INSERT INTO parent VALUES (1)").update();
		});
		assertThatExceptionOfType(DataIntegrityViolationException.class)
			.isThrownBy(() -> inNewTransaction(() -> this.jdbc.sql("INSERT INTO child VALUES (2)").update()))
			.withMessageContaining("child_parent_fkey");
		assertThat(this.jdbc.sql("SELECT count(*) FROM child").query(Integer.class).single()).isOne();
	}

	@Test
	void threadsTakeTurns() {
		List<CompletableFuture<Void>> writers = new ArrayList<>();
		for (int writer = 0; writer < 8; writer++) {
			String title = "writer " + writer;
			writers.add(CompletableFuture.runAsync(() -> inNewTransaction(() -> {
				insert(title);
				assertThat(titles()).contains(title);
			})));
		}
		CompletableFuture.allOf(writers.toArray(CompletableFuture[]::new)).join();
		assertThat(titles()).hasSize(8);
	}

	@Test
	void transactionsThatWaitForEachOtherFailWithBothCalls() {
		assertThatExceptionOfType(CompletionException.class).isThrownBy(() -> inNewTransaction(() -> {
			insert("holds");
			CompletableFuture.supplyAsync(this::titles).join();
		}))
			.havingCause()
			.isInstanceOf(SandboxException.class)
			.withMessageStartingWith("Two transactions of a sandbox wait for each other.")
			.withMessageContaining("The thread 'main' has a transaction open, which began here:")
			.withMessageContaining("SandboxTests.insert(")
			.withMessageContaining("waited 300 ms for its turn here:")
			.withMessageContaining("SandboxTests.titles(")
			.withMessageContaining(
					" - If one of them waits for the other to commit, they need connections of their own");
	}

	@RepeatedTest(2)
	void aTransactionLeftOpenIsUndone() throws SQLException {
		Connection connection = this.dataSource.getConnection();
		connection.setAutoCommit(false);
		connection.createStatement().execute("INSERT INTO note (title) VALUES ('left open')");
		assertThat(titles()).containsExactly("left open");
	}

	private void insert(String title) {
		this.jdbc.sql("INSERT INTO note (title) VALUES (?)").param(title).update();
	}

	private List<String> titles() {
		return this.jdbc.sql("SELECT title FROM note ORDER BY title").query(String.class).list();
	}

	private TransactionTemplate newTransaction() {
		TransactionTemplate template = new TransactionTemplate(this.transactions);
		template.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
		return template;
	}

	private void inNewTransaction(Runnable work) {
		newTransaction().executeWithoutResult((status) -> work.run());
	}

	private <T> T askInNewTransaction(Supplier<T> question) {
		return newTransaction().execute((status) -> question.get());
	}

	private static String get(String url) throws IOException, InterruptedException {
		return HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
			.body();
	}

	@Nested
	@Transactional(propagation = Propagation.NOT_SUPPORTED)
	class WithoutATransactionOfTheTest {

		@RepeatedTest(2)
		void statementsAreUndone() {
			insert("committed at once");
			assertThat(titles()).containsExactly("committed at once");
		}

		@Test
		void aFailedStatementDoesNotPoisonTheRest() {
			insert("mine");
			assertThatExceptionOfType(DuplicateKeyException.class).isThrownBy(() -> insert("mine"));
			insert("other");
			assertThat(titles()).containsExactly("mine", "other");
		}

		@Test
		void transactionsInWordsAreSavepoints() throws SQLException {
			try (Connection connection = SandboxTests.this.dataSource.getConnection();
					Statement statement = connection.createStatement()) {
				statement.execute("BEGIN");
				statement.execute("INSERT INTO note (title) VALUES ('undone')");
				statement.execute("ROLLBACK");
				statement.execute("INSERT INTO note (title) VALUES ('kept')");
			}
			assertThat(titles()).containsExactly("kept");
		}

	}

}
