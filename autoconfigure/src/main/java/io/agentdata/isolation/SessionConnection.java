// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.sql.Connection;
import java.sql.SQLException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connection that the pool keeps while the session beneath it is put back or replaced. A
 * pool that loses its connections makes new ones at a pace of its own: HikariCP rests for
 * 30 milliseconds after each. Since it is beneath the pool, statements and results lead
 * back to the pool's connection.
 */
final class SessionConnection extends JdbcProxy implements PooledSession {

	private static final Logger logger = LoggerFactory.getLogger(SessionConnection.class);

	private final PhysicalConnections owner;

	private final SessionKind kind;

	private volatile Connection session;

	/**
	 * What the driver had when the session was opened.
	 */
	private volatile @Nullable DriverSettings settings;

	private volatile boolean used = true;

	/**
	 * Whether nothing was done with the session since it was opened.
	 */
	private volatile boolean unused;

	/**
	 * Whether the session was closed here, so that its user goes on with the next one.
	 */
	private volatile boolean replaced;

	private volatile @Nullable Loan loan;

	/**
	 * Who was given the driver's own connection since the session was put back.
	 */
	private volatile @Nullable Loan unwrapped;

	/**
	 * Why statements are refused, until the user has rolled back.
	 */
	private volatile @Nullable LostTransactionException lost;

	/**
	 * What the user had chosen for the session that was replaced.
	 */
	private volatile @Nullable TransactionMode mode;

	private String statement = "(no statement)";

	/**
	 * Create a connection.
	 * @param owner opens the next session
	 * @param kind what the session's server is
	 * @param session the session, just opened
	 */
	SessionConnection(PhysicalConnections owner, SessionKind kind, Connection session) throws SQLException {
		super(session);
		this.owner = owner;
		this.kind = kind;
		this.session = session;
		this.settings = kind.settings(session);
	}

	@Override
	Object target() {
		return this.session;
	}

	@Override
	@Nullable Object handle(Object proxy, String method, @Nullable Object @Nullable [] arguments, Call call) throws Throwable {
		return switch (method) {
			case "isClosed", "isValid", "getNetworkTimeout", "setNetworkTimeout", "clearWarnings" ->
				this.replaced ? answerForTheNextSession(method) : call.run();
			case "close", "abort" -> end(call);
			case "lend", "loan", "settle", "isUsed", "disconnect", "terminate", "checkConstraints",
					"hasFailedTransaction", "commitBehindTheUser" ->
				call.run();
			default -> use(proxy, method, arguments, call);
		};
	}

	private @Nullable Object use(Object proxy, String method, @Nullable Object @Nullable [] arguments, Call call)
			throws Throwable {
		boolean lostOne = refuse(method, arguments);
		if (method.equals("rollback") && arguments == null && (lostOne || this.replaced)) {
			return null;
		}
		renew();
		this.used = true;
		this.unused = false;
		return switch (method) {
			case "createStatement", "prepareStatement", "prepareCall" -> (watch() != null)
					? StatementProxy.of(method, call.run(), (Connection) proxy, arguments, this::execute) : call.run();
			case "commit" -> commit(call);
			case "setAutoCommit" ->
				(arguments != null && Boolean.TRUE.equals(arguments[0])) ? commit(call) : call.run();
			case "rollback" -> rollback(arguments, call);
			case "unwrap" -> unwrap(call);
			default -> call.run();
		};
	}

	/**
	 * Refuse what would go on with a transaction that is lost, or commit it. Its end by
	 * the user is the end of that.
	 * @return whether a transaction is lost
	 */
	private boolean refuse(String method, @Nullable Object @Nullable [] arguments) throws SQLException {
		LostTransactionException cause = this.lost;
		if (cause == null) {
			return false;
		}
		boolean commits = method.equals("commit")
				|| (method.equals("setAutoCommit") && arguments != null && Boolean.TRUE.equals(arguments[0]));
		if (commits || (method.equals("rollback") && arguments == null)) {
			this.lost = null;
		}
		boolean refused = commits || switch (method) {
			case "createStatement", "prepareStatement", "prepareCall", "setSavepoint", "releaseSavepoint", "unwrap" ->
				true;
			case "rollback" -> arguments != null;
			default -> false;
		};
		if (refused) {
			throw cause;
		}
		return true;
	}

	private @Nullable Object execute(String sql, Call call) throws Throwable {
		CommitWatch watch = watch();
		this.statement = sql;
		if (watch == null) {
			return call.run();
		}
		Object position = this.kind.position(this.session);
		Object result = call.run();
		if (this.kind.mayHaveCommitted(this.session, position)) {
			watch.committed(sql, this::report);
		}
		return result;
	}

	private @Nullable Object commit(Call call) throws Throwable {
		CommitWatch watch = watch();
		boolean open = watch != null && this.kind.hasOpenTransaction(this.session);
		Object result = call.run();
		if (watch != null && open) {
			watch.committed(this.statement, this::report);
		}
		return result;
	}

	/**
	 * Roll back. What was rolled back is counted at once, so that it is not taken for a
	 * part of the next commit.
	 */
	private @Nullable Object rollback(@Nullable Object @Nullable [] arguments, Call call) throws Throwable {
		Object result = call.run();
		if (arguments == null && watch() != null) {
			report();
		}
		return result;
	}

	/**
	 * Hand the driver's own connection out. What is done with it is not seen here.
	 */
	private @Nullable Object unwrap(Call call) throws Throwable {
		Object driver = call.run();
		this.unwrapped = this.loan;
		CommitWatch watch = watch();
		if (watch != null) {
			watch.unwrapped();
		}
		return driver;
	}

	private @Nullable Object end(Call call) throws Throwable {
		this.owner.remove(this);
		return call.run();
	}

	/**
	 * Return what notices the commits of the test that the connection is lent to.
	 * @return it, or {@code null} where they are not looked for
	 */
	private @Nullable CommitWatch watch() {
		Loan current = this.loan;
		TestScope test = (current != null) ? current.test() : null;
		return (test != null) ? test.watch() : null;
	}

	private void report() throws SQLException {
		this.kind.report(this.session);
	}

	@Override
	public synchronized void lend(Loan next) throws SQLException {
		this.loan = next;
		this.lost = null;
		this.mode = null;
		this.replaced |= this.session.isClosed();
		renew();
	}

	@Override
	public synchronized @Nullable Loan loan() {
		Loan current = this.loan;
		if (current != null && current.isEnded()) {
			this.loan = null;
			return null;
		}
		return current;
	}

	@Override
	public boolean isUsed() {
		return this.used;
	}

	@Override
	public synchronized @Nullable Integer settle() {
		try {
			if (this.session.isClosed()) {
				return null;
			}
			if (this.used) {
				if (loan() != null) {
					// its user may be in the middle of something
					return null;
				}
				if (isBlocked()) {
					return null;
				}
				if (!this.kind.putBack(this.session, this.settings, this.owner.defaults())) {
					disconnect();
					return null;
				}
				this.used = false;
				this.unwrapped = null;
			}
			else {
				this.kind.verify(this.session);
			}
			return this.kind.processId(this.session);
		}
		catch (SQLException ex) {
			logger.debug("A session could not be put back, and is closed", ex);
			disconnect();
			return null;
		}
	}

	/**
	 * Close the session if nobody has it, unless it is as it was opened. It is opened
	 * again when it is needed.
	 */
	synchronized void renewIfIdle() {
		if (!this.unused && !this.replaced && loan() == null) {
			disconnect();
		}
	}

	/**
	 * Return whether the session can never be used again, and give it up then: the
	 * driver's own connection lets others wait for ever while a COPY has not ended.
	 */
	private boolean isBlocked() throws SQLException {
		Loan user = this.unwrapped;
		if (user == null || LimitedWait.returns(() -> this.kind.verify(this.session))) {
			return false;
		}
		logger.warn("A session is given up, and a new one takes its place: the driver's own connection is still busy, "
				+ "as after a COPY that was begun and not ended. It was handed out to {}.", user.holder());
		this.unwrapped = null;
		this.replaced = true;
		this.session.abort(Runnable::run);
		return true;
	}

	@Override
	public void disconnect() {
		this.replaced = true;
		try {
			this.session.close();
		}
		catch (SQLException ex) {
			logger.debug("A session was broken before it was closed", ex);
		}
	}

	@Override
	public void terminate() {
		Integer processId = null;
		try {
			processId = this.kind.processId(this.session);
			this.kind.cancel(this.session);
		}
		catch (SQLException ex) {
			logger.debug("A session was broken before it was ended", ex);
		}
		disconnect();
		if (processId != null) {
			this.owner.awaitEnd(processId);
		}
	}

	/**
	 * Close the session beneath its user. A transaction that is open is lost.
	 * @param work the work after which that is, in words
	 * @return whether a transaction is lost
	 */
	boolean disconnect(Loan user, String work) {
		try {
			if (!this.session.isClosed()) {
				this.mode = TransactionMode.of(this.session);
				if (this.kind.hasOpenTransaction(this.session) || hasFailedTransaction()) {
					this.lost = new LostTransactionException(user.holder(), work);
				}
			}
		}
		catch (SQLException ex) {
			logger.debug("A session was broken before it was closed", ex);
		}
		disconnect();
		return this.lost != null;
	}

	@Override
	public void checkConstraints() throws SQLException {
		if (!hasFailedTransaction()) {
			this.kind.checkConstraints(this.session);
		}
	}

	@Override
	public boolean hasFailedTransaction() throws SQLException {
		return this.kind.hasFailedTransaction(this.session);
	}

	@Override
	public boolean commitBehindTheUser() throws SQLException {
		if (this.session.isClosed() || !this.kind.hasOpenTransaction(this.session)) {
			return !this.session.isClosed() && this.kind.hasFailedTransaction(this.session);
		}
		this.kind.execute(this.session, "COMMIT");
		return false;
	}

	boolean isProcess(int processId) {
		try {
			Integer own = this.kind.processId(this.session);
			return own != null && own == processId;
		}
		catch (SQLException ex) {
			return false;
		}
	}

	Connection connection() {
		return as(Connection.class, PooledSession.class);
	}

	private void renew() throws SQLException {
		if (this.replaced) {
			synchronized (this) {
				if (this.replaced) {
					Connection next = this.owner.reopen();
					this.settings = this.kind.settings(next);
					TransactionMode chosen = this.mode;
					if (chosen != null) {
						chosen.applyTo(next);
					}
					this.session = next;
					this.unused = true;
					this.replaced = false;
				}
			}
		}
	}

	/**
	 * Answer the pool, which tries a connection that was idle for longer before it hands
	 * it out: it will have a session then.
	 */
	private static @Nullable Object answerForTheNextSession(String method) {
		return switch (method) {
			case "isClosed" -> false;
			case "isValid" -> true;
			case "getNetworkTimeout" -> 0;
			default -> null;
		};
	}

	/**
	 * What a user has chosen for transactions, of which the driver knows without a round
	 * trip.
	 *
	 * @param autoCommit whether each statement is a transaction
	 * @param readOnly whether transactions are read-only
	 */
	private record TransactionMode(boolean autoCommit, boolean readOnly) {

		static TransactionMode of(Connection session) throws SQLException {
			return new TransactionMode(session.getAutoCommit(), session.isReadOnly());
		}

		void applyTo(Connection session) throws SQLException {
			if (session.isReadOnly() != this.readOnly) {
				session.setReadOnly(this.readOnly);
			}
			if (session.getAutoCommit() != this.autoCommit) {
				session.setAutoCommit(this.autoCommit);
			}
		}

	}

}
