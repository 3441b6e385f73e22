// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

/**
 * A connection that the pool keeps while the session beneath it is replaced. A pool that
 * loses its connections makes new ones at a pace of its own: HikariCP rests for 30
 * milliseconds after each.
 */
final class RenewableConnection implements InvocationHandler {

	private final Source source;

	private volatile Connection session;

	private RenewableConnection(Source source) throws SQLException {
		this.source = source;
		this.session = source.open();
	}

	/**
	 * Open a connection whose session can be renewed.
	 */
	static Connection open(Source source) throws SQLException {
		return (Connection) Proxy.newProxyInstance(RenewableConnection.class.getClassLoader(),
				new Class<?>[] { Connection.class, Renewable.class }, new RenewableConnection(source));
	}

	@Override
	public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
			throws Throwable {
		return switch (method.getName()) {
			case "equals" -> arguments != null && proxy == arguments[0];
			case "hashCode" -> System.identityHashCode(proxy);
			case "renew" -> renew();
			default -> pass(method, arguments);
		};
	}

	private @Nullable Object renew() throws SQLException {
		if (this.session.isClosed()) {
			this.session = this.source.reopen();
		}
		return null;
	}

	private @Nullable Object pass(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
		try {
			return method.invoke(this.session, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
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
