// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/**
 * The one transaction that all connections of a test share. Their transactions are
 * savepoints in it, one inside the other, so one thread at a time may be in one. Only the
 * transaction that the test itself is in lets others pass between its statements.
 */
final class Sandbox {

	private final String test;

	private final ConnectionSource pool;

	private final Connection physical;

	private final BaseConnection server;

	private final Duration patience;

	private final List<SandboxConnection> connections = new CopyOnWriteArrayList<>();

	/**
	 * The transactions that are open, the innermost first. All are of the holder.
	 */
	private final Deque<SandboxConnection> transactions = new ArrayDeque<>();

	private @Nullable Thread holder;

	private @Nullable Throwable holderCall;

	private @Nullable SandboxConnection failed;

	private int depth;

	private int savepoints;

	private boolean sessionTouched;

	private boolean ended;

	private volatile boolean committed;

	Sandbox(String test, ConnectionSource pool, Duration patience) throws SQLException {
		this.test = test;
		this.pool = pool;
		this.patience = patience;
		this.physical = pool.getConnection();
		this.physical.setAutoCommit(false);
		this.server = this.physical.unwrap(BaseConnection.class);
	}

	Connection connect() {
		SandboxConnection connection = new SandboxConnection(this, this.physical);
		this.connections.add(connection);
		return connection.as(Connection.class);
	}

	/**
	 * Let others pass between the statements of the transaction that Spring has just
	 * begun around the test.
	 */
	void passBetweenStatementsOfTestTransaction() {
		this.connections.forEach(SandboxConnection::becomeTestTransaction);
	}

	/**
	 * Undo all, and give the connection back to the pool.
	 */
	void end() throws SQLException {
		synchronized (this) {
			this.ended = true;
			notifyAll();
		}
		boolean clean = false;
		try {
			this.physical.rollback();
			if (this.sessionTouched) {
				this.physical.setAutoCommit(true);
				SessionState.reset(this.server);
			}
			clean = !this.sessionTouched;
		}
		finally {
			if (clean) {
				this.physical.close();
			}
			else {
				this.pool.evict(this.physical);
			}
		}
	}

	/**
	 * Undo the statement that has failed, if the last one has. What was done before it
	 * stays.
	 */
	void undoFailedStatement() throws SQLException {
		SandboxConnection culprit = this.failed;
		if (culprit != null) {
			this.failed = null;
			culprit.doom();
		}
	}

	/**
	 * Note that the server has committed all that was done, for people to look at. What
	 * still wants to undo it finds nothing to undo.
	 */
	void committed() {
		this.committed = true;
	}

	/**
	 * Wait until no other thread is in a transaction, and keep others out.
	 * @param call where a transaction begins, or {@code null} for a single statement
	 * @throws SandboxException if the other thread does not come to an end
	 */
	synchronized void enter(@Nullable Throwable call) throws SQLException {
		Thread thread = Thread.currentThread();
		long deadline = System.nanoTime() + this.patience.toNanos();
		while (!this.ended && this.holder != null && this.holder != thread) {
			long left = deadline - System.nanoTime();
			if (left <= 0) {
				throw new SandboxException(this.test, this.holder, this.holderCall, this.patience);
			}
			await(left);
		}
		if (this.ended) {
			throw new EndedTestException(this.test, List.of());
		}
		this.holder = thread;
		this.depth++;
		this.holderCall = (call != null) ? call : this.holderCall;
	}

	synchronized void leave() {
		this.depth--;
		if (this.depth == 0) {
			this.holder = null;
			this.holderCall = null;
			notifyAll();
		}
	}

	/**
	 * Begin a transaction at a savepoint of its own, or a single statement.
	 * @return the savepoint's name
	 */
	String begin(SandboxConnection connection, boolean transaction) throws SQLException {
		repair(connection);
		String savepoint = "agent_data_" + (++this.savepoints);
		Sql.run(this.server, "SAVEPOINT " + savepoint);
		if (transaction) {
			this.transactions.push(connection);
		}
		return savepoint;
	}

	void release(String savepoint) throws SQLException {
		if (!this.committed) {
			Sql.run(this.server, "RELEASE SAVEPOINT " + savepoint);
		}
	}

	void rollback(String savepoint) throws SQLException {
		if (!this.committed) {
			Sql.run(this.server, "ROLLBACK TO SAVEPOINT %1$s; RELEASE SAVEPOINT %1$s".formatted(savepoint));
		}
		this.failed = null;
	}

	/**
	 * Forget a transaction, and those that were begun inside it and are not ended.
	 */
	void close(SandboxConnection connection) {
		while (this.transactions.contains(connection)) {
			SandboxConnection inner = this.transactions.pop();
			if (inner != connection) {
				inner.endedByOuter();
			}
		}
	}

	/**
	 * Check what a commit would check. The checks are undone, so that constraints stay as
	 * deferred as they were.
	 */
	void checkConstraints() throws SQLException {
		Sql.run(this.server, "SAVEPOINT agent_data_check");
		Sql.run(this.server, "SET CONSTRAINTS ALL IMMEDIATE");
		Sql.run(this.server, "ROLLBACK TO SAVEPOINT agent_data_check; RELEASE SAVEPOINT agent_data_check");
	}

	/**
	 * Note that a statement of a connection has failed, which the server holds against
	 * all of them.
	 */
	void fail(SandboxConnection connection) {
		if (this.server.getTransactionState() == TransactionState.FAILED && this.failed == null) {
			this.failed = connection;
		}
	}

	/**
	 * Undo the failed transaction of another connection, which can only be rolled back
	 * anyway.
	 */
	void repair(SandboxConnection connection) throws SQLException {
		SandboxConnection culprit = this.failed;
		if (culprit != null && culprit != connection) {
			this.failed = null;
			culprit.doom();
		}
	}

	void touchSession() {
		this.sessionTouched = true;
	}

	BaseConnection server() {
		return this.server;
	}

	private void await(long nanos) throws SQLException {
		try {
			wait(Math.max(1, nanos / 1_000_000));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new SQLException("The thread was interrupted while it waited for the sandbox of " + this.test, ex);
		}
	}

}
