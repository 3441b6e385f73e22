// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.sql.Connection;
import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

/**
 * A connection that the pool keeps while the session beneath it is replaced. A pool that
 * loses its connections makes new ones at a pace of its own: HikariCP rests for 30
 * milliseconds after each.
 */
final class RenewableConnection extends JdbcProxy {

	private final Source source;

	private volatile Connection session;

	private RenewableConnection(Source source, Connection session) {
		super(session);
		this.source = source;
		this.session = session;
	}

	/**
	 * Open a connection whose session can be renewed.
	 */
	static Connection open(Source source) throws SQLException {
		return new RenewableConnection(source, source.open()).as(Connection.class, Renewable.class);
	}

	@Override
	Object target() {
		return this.session;
	}

	@Override
	@Nullable Object handle(Object proxy, String method, @Nullable Object @Nullable [] arguments, Call call) throws Throwable {
		return switch (method) {
			case "renew" -> renew();
			case "isValid", "setNetworkTimeout", "getNetworkTimeout" ->
				this.session.isClosed() ? answerForTheNextSession(method) : call.run();
			default -> call.run();
		};
	}

	/**
	 * Answer the pool, which tries a connection that was idle for longer before it hands
	 * it out: it will have a session then.
	 */
	private static @Nullable Object answerForTheNextSession(String method) {
		return switch (method) {
			case "isValid" -> true;
			case "getNetworkTimeout" -> 0;
			default -> null;
		};
	}

	private @Nullable Object renew() throws SQLException {
		if (this.session.isClosed()) {
			this.session = this.source.reopen();
		}
		return null;
	}

	/**
	 * What a connection can do when it is taken out of the pool.
	 */
	interface Renewable {

		/**
		 * Open a session where the last one was closed.
		 */
		void renew() throws SQLException;

	}

	/**
	 * Where sessions come from.
	 */
	interface Source {

		/**
		 * Open a session as the driver makes it.
		 */
		Connection open() throws SQLException;

		/**
		 * Open a session in the state that the pool hands connections out in.
		 */
		Connection reopen() throws SQLException;

	}

}
