// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;

import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/**
 * A connection of a sandbox. It behaves like one of its own: its transaction begins with
 * the first statement, ends with commit or rollback, and is a savepoint underneath.
 */
final class SandboxConnection extends JdbcProxy {

	private static final String IN_FAILED_TRANSACTION = "25P02";

	private final Sandbox sandbox;

	private final BaseConnection server;

	private boolean autoCommit = true;

	private boolean inWords;

	private boolean testTransaction;

	private boolean doomed;

	private boolean closed;

	private boolean readOnly;

	private int transactionIsolation = Connection.TRANSACTION_READ_COMMITTED;

	private @Nullable String savepoint;

	private @Nullable String statementSavepoint;

	SandboxConnection(Sandbox sandbox, Connection physical) {
		super(physical);
		this.sandbox = sandbox;
		this.server = sandbox.server();
	}

	@Override
	@Nullable Object handle(Object proxy, String method, @Nullable Object @Nullable [] arguments, Call call) throws Throwable {
		Object first = (arguments != null && arguments.length > 0) ? arguments[0] : null;
		switch (method) {
			case "close", "abort" -> close();
			case "setAutoCommit" -> setAutoCommit(Boolean.TRUE.equals(first));
			case "commit" -> commit();
			case "setReadOnly" -> {
				this.readOnly = Boolean.TRUE.equals(first);
			}
			case "setTransactionIsolation" -> {
				this.transactionIsolation = (first instanceof Integer level) ? level : 0;
			}
			case "rollback" -> {
				if (first instanceof Savepoint) {
					return inTurn(call);
				}
				rollback();
			}
			default -> {
				return ask(proxy, method, arguments, call);
			}
		}
		return null;
	}

	private @Nullable Object ask(Object proxy, String method, @Nullable Object @Nullable [] arguments, Call call)
			throws Throwable {
		return switch (method) {
			case "isClosed" -> this.closed;
			case "getAutoCommit" -> this.autoCommit;
			case "isReadOnly" -> this.readOnly;
			case "getTransactionIsolation" -> this.transactionIsolation;
			case "createStatement", "prepareStatement", "prepareCall" ->
				StatementProxy.of(method, call.run(), (Connection) proxy, arguments, this::execute);
			case "setSavepoint", "releaseSavepoint" -> inTurn(call);
			default -> call.run();
		};
	}

	private @Nullable Object execute(String sql, Call call) throws Throwable {
		verifyOpen();
		if (SessionState.mayBeChangedBy(sql)) {
			this.sandbox.touchSession();
		}
		switch (Sql.control(sql)) {
			case BEGIN -> {
				this.inWords = true;
			}
			case COMMIT -> commit();
			case ROLLBACK -> rollback();
			case PREPARE -> throw new SQLException(
					"PREPARE TRANSACTION ends a transaction, which a sandbox cannot undo. Use @Isolated(Isolation.CLONE_METHOD).");
			default -> {
				return inTurn(call);
			}
		}
		return Boolean.FALSE;
	}

	/**
	 * Run a statement while no other thread is in a transaction.
	 */
	private @Nullable Object inTurn(Call call) throws Throwable {
		this.sandbox.enter(null);
		try {
			boolean single = this.autoCommit && !this.inWords;
			if (!single) {
				beginTransaction();
			}
			return (single || this.testTransaction) ? atSavepoint(call) : run(call);
		}
		finally {
			this.sandbox.leave();
		}
	}

	private void beginTransaction() throws SQLException {
		if (this.savepoint == null) {
			this.savepoint = this.testTransaction ? this.sandbox.begin(this, false) : beginAndStay();
		}
		this.sandbox.repair(this);
		if (this.doomed) {
			throw new SQLException("current transaction is aborted, commands ignored until end of transaction block",
					IN_FAILED_TRANSACTION);
		}
	}

	/**
	 * Begin a transaction that keeps other threads out until its end.
	 */
	private String beginAndStay() throws SQLException {
		this.sandbox.enter(new LeakedCall("the sandbox"));
		try {
			return this.sandbox.begin(this, true);
		}
		catch (SQLException ex) {
			this.sandbox.leave();
			throw ex;
		}
	}

	private @Nullable Object run(Call call) throws Throwable {
		try {
			return call.run();
		}
		catch (SQLException ex) {
			this.sandbox.fail(this);
			throw ex;
		}
	}

	/**
	 * Run a statement so that it can fail alone. In auto-commit mode it is undone at
	 * once; in the test's transaction when another connection needs the server, and the
	 * test's transaction goes on as a failed one.
	 */
	private @Nullable Object atSavepoint(Call call) throws Throwable {
		String own = this.sandbox.begin(this, false);
		Object result;
		try {
			result = call.run();
		}
		catch (SQLException ex) {
			if (this.testTransaction && this.server.getTransactionState() == TransactionState.FAILED) {
				this.statementSavepoint = own;
				this.sandbox.fail(this);
			}
			else {
				this.sandbox.rollback(own);
			}
			throw ex;
		}
		this.sandbox.release(own);
		return result;
	}

	private void commit() throws SQLException {
		verifyOpen();
		String begun = this.savepoint;
		if (begun == null) {
			this.inWords = false;
			return;
		}
		this.sandbox.enter(null);
		try {
			boolean failedBefore = this.doomed || this.server.getTransactionState() == TransactionState.FAILED;
			if (failedBefore) {
				rollback();
				throw new SQLException("The transaction has failed, and cannot be committed", IN_FAILED_TRANSACTION);
			}
			this.sandbox.checkConstraints();
			this.sandbox.release(begun);
			end();
		}
		catch (SQLException ex) {
			if (this.savepoint != null) {
				rollback();
			}
			throw ex;
		}
		finally {
			this.sandbox.leave();
		}
	}

	private void rollback() throws SQLException {
		String begun = this.savepoint;
		this.inWords = false;
		if (begun == null) {
			return;
		}
		this.sandbox.enter(null);
		try {
			if (this.doomed && !this.testTransaction) {
				this.sandbox.release(begun);
			}
			else {
				this.sandbox.rollback(begun);
			}
			end();
		}
		finally {
			this.sandbox.leave();
		}
	}

	private void end() {
		this.sandbox.close(this);
		endedByOuter();
	}

	/**
	 * Forget the transaction: a transaction around it has ended.
	 */
	void endedByOuter() {
		this.savepoint = null;
		this.statementSavepoint = null;
		this.doomed = false;
		this.inWords = false;
		if (!this.testTransaction) {
			this.sandbox.leave();
		}
	}

	/**
	 * Undo what has failed, so that other connections can go on.
	 */
	void doom() throws SQLException {
		String undone = (this.statementSavepoint != null) ? this.statementSavepoint : this.savepoint;
		this.doomed = true;
		this.statementSavepoint = null;
		if (undone != null && undone.equals(this.savepoint)) {
			Sql.run(this.server, "ROLLBACK TO SAVEPOINT " + undone);
		}
		else if (undone != null) {
			this.sandbox.rollback(undone);
		}
	}

	void becomeTestTransaction() {
		this.testTransaction = !this.autoCommit && this.savepoint == null;
	}

	private void setAutoCommit(boolean wanted) throws SQLException {
		if (wanted && !this.autoCommit) {
			commit();
		}
		this.autoCommit = wanted;
	}

	private void close() throws SQLException {
		if (!this.closed) {
			rollback();
			this.closed = true;
		}
	}

	private void verifyOpen() throws SQLException {
		if (this.closed) {
			throw new SQLException("This connection has been closed.", "08003");
		}
	}

}
