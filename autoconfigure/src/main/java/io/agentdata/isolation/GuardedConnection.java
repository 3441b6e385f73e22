// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/**
 * A connection whose commits are watched. In the test's own transaction, which is rolled
 * back, the server is asked nothing more than without the guard. Before a commit it is
 * asked what the transaction has changed; a statement in auto-commit mode is run in a
 * transaction of its own for that.
 */
final class GuardedConnection extends JdbcProxy implements TakenConnection {

	private final ConnectionSource pool;

	private final Connection target;

	private final BaseConnection server;

	private final TestScope scope;

	private String statement = "(no statement)";

	private @Nullable SessionChange sessionChange;

	private GuardedConnection(ConnectionSource pool, Connection target, TestScope scope) throws SQLException {
		super(target);
		this.pool = pool;
		this.target = target;
		this.server = target.unwrap(BaseConnection.class);
		this.scope = scope;
	}

	static Connection guard(ConnectionSource pool, TestScope scope) throws SQLException {
		Connection target = pool.getConnection();
		GuardedConnection guarded = new GuardedConnection(pool, target, scope);
		scope.opened(guarded, guarded.server);
		return guarded.as(Connection.class);
	}

	@Override
	@Nullable Object handle(Object proxy, String method, @Nullable Object @Nullable [] arguments, Call call) throws Throwable {
		return switch (method) {
			case "createStatement", "prepareStatement", "prepareCall" ->
				StatementProxy.of(method, call.run(), (Connection) proxy, arguments, this::execute);
			case "commit" -> commit(call);
			case "setAutoCommit" ->
				(arguments != null && Boolean.TRUE.equals(arguments[0])) ? commit(call) : call.run();
			case "unwrap" -> unwrap(arguments, call);
			case "close" -> close(call);
			default -> call.run();
		};
	}

	private @Nullable Object execute(String sql, Call call) throws Throwable {
		this.statement = sql;
		if (this.sessionChange == null && SessionState.mayBeChangedBy(sql)
				&& this.server.getTransactionState() != TransactionState.FAILED) {
			this.sessionChange = new SessionChange(SessionState.of(this.server), sql,
					new LeakedCall(this.scope.name()));
		}
		return switch (Sql.control(sql)) {
			case COMMIT -> commit(call);
			case NONE -> isAlone() ? executeAlone(call) : call.run();
			default -> call.run();
		};
	}

	/**
	 * Return whether the next statement would commit by itself.
	 */
	boolean isAlone() throws SQLException {
		return this.server.getAutoCommit() && this.server.getTransactionState() == TransactionState.IDLE;
	}

	/**
	 * Run a statement of auto-commit mode so that the server can be asked before the
	 * commit. The driver goes on believing in auto-commit: it fetches all rows at once.
	 */
	private @Nullable Object executeAlone(Call call) throws Throwable {
		Object result;
		TransactionChanges changes;
		Sql.run(this.server, "BEGIN");
		try {
			result = call.run();
			changes = TransactionChanges.of(this.server);
			this.scope.beforeCommit(changes, this.statement);
		}
		catch (SQLException ex) {
			Sql.run(this.server, "ROLLBACK");
			if (Sql.NOT_IN_A_TRANSACTION.equals(ex.getSQLState())) {
				return executeUnasked(call);
			}
			throw ex;
		}
		Sql.run(this.server, "COMMIT");
		add(changes);
		return result;
	}

	/**
	 * Run a statement that the server runs outside of transactions only, such as
	 * {@code VACUUM}. What it changes is not known.
	 */
	private @Nullable Object executeUnasked(Call call) throws Throwable {
		this.scope.beforeCommit(TransactionChanges.UNKNOWN, this.statement);
		Object result = call.run();
		add(TransactionChanges.UNKNOWN);
		return result;
	}

	private @Nullable Object commit(Call call) throws Throwable {
		boolean open = this.server.getTransactionState() == TransactionState.OPEN;
		TransactionChanges changes = open ? TransactionChanges.of(this.server) : TransactionChanges.NONE;
		try {
			this.scope.beforeCommit(changes, this.statement);
		}
		catch (ProductionWriteException ex) {
			Sql.run(this.server, "ROLLBACK");
			throw ex;
		}
		Object result = call.run();
		add(changes);
		return result;
	}

	/**
	 * Allow a commit of what a statement has changed, or refuse it.
	 */
	void beforeCommit(String sql, TransactionChanges changes) throws SQLException {
		this.scope.beforeCommit(changes, sql);
	}

	void add(String sql, TransactionChanges changes) {
		this.statement = sql;
		add(changes);
	}

	private void add(TransactionChanges changes) {
		if (changes.isEmpty()) {
			return;
		}
		LeakedCall leakedCall = new LeakedCall(this.scope.name());
		if (leakedCall.isEndOfTestTransaction()) {
			this.scope.addOwnCommit();
		}
		else {
			this.scope.add(new Leak(this.scope.name(), Thread.currentThread().getName(), changes.tables(), List.of(),
					this.statement, leakedCall));
		}
	}

	private @Nullable Object unwrap(@Nullable Object @Nullable [] arguments, Call call) throws Throwable {
		Object unwrapped = call.run();
		if (arguments == null || arguments[0] != PGConnection.class) {
			return unwrapped;
		}
		GuardedCopies copies = new GuardedCopies(this.server, this);
		return new JdbcProxy(this.server) {

			@Override
			@Nullable Object handle(Object proxy, String method, @Nullable Object @Nullable [] unused, Call other)
					throws Throwable {
				return method.equals("getCopyAPI") ? copies : other.run();
			}

		}.as(PGConnection.class);
	}

	@Override
	public void takeBack() throws SQLException {
		this.server.close();
		this.pool.evict(this.target);
		this.target.close();
	}

	private @Nullable Object close(Call call) throws Throwable {
		this.scope.closed(this);
		SessionChange change = this.sessionChange;
		if (change != null && !this.server.isClosed()) {
			this.sessionChange = null;
			compareSession(change);
		}
		return call.run();
	}

	private void compareSession(SessionChange change) throws SQLException {
		if (this.server.getTransactionState() != TransactionState.IDLE) {
			this.target.rollback();
		}
		this.target.setAutoCommit(true);
		Set<String> added = SessionState.of(this.server).since(change.before());
		if (!added.isEmpty()) {
			this.scope.add(new Leak(this.scope.name(), Thread.currentThread().getName(), List.of(), List.copyOf(added),
					change.statement(), change.call()));
			SessionState.reset(this.server);
			this.pool.evict(this.target);
		}
	}

	/**
	 * A statement that may have changed the session.
	 *
	 * @param before the session before it
	 * @param statement its text
	 * @param call where it was run
	 */
	private record SessionChange(SessionState before, String statement, LeakedCall call) {

	}

}
