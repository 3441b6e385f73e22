// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A statement whose executions go through its connection's stand-in.
 */
final class StatementProxy extends JdbcProxy {

	private final Connection connection;

	private final @Nullable String prepared;

	private final Executor executor;

	private StatementProxy(Statement target, Connection connection, @Nullable String prepared, Executor executor) {
		super(target);
		this.connection = connection;
		this.prepared = prepared;
		this.executor = executor;
	}

	/**
	 * Stand in for a statement that a method of a connection has made.
	 * @param method the method's name
	 * @param made the statement
	 * @param connection the connection that it says it is of
	 * @param arguments the method's arguments, of which the first is a text, if any
	 * @param executor runs what executes
	 */
	static Statement of(String method, @Nullable Object made, Connection connection,
			@Nullable Object @Nullable [] arguments, Executor executor) {
		String text = (arguments != null && arguments.length > 0 && arguments[0] instanceof String sql) ? sql : null;
		StatementProxy proxy = new StatementProxy((Statement) Objects.requireNonNull(made), connection, text, executor);
		return switch (method) {
			case "prepareStatement" -> proxy.as(PreparedStatement.class);
			case "prepareCall" -> proxy.as(CallableStatement.class);
			default -> proxy.as(Statement.class);
		};
	}

	@Override
	@Nullable Object handle(Object proxy, String method, @Nullable Object @Nullable [] arguments, Call call) throws Throwable {
		if (method.equals("getConnection")) {
			return this.connection;
		}
		if (!method.startsWith("execute")) {
			return call.run();
		}
		String given = (arguments != null && arguments[0] instanceof String text) ? text : this.prepared;
		return this.executor.execute((given != null) ? given : "a batch of statements", call);
	}

	/**
	 * Runs a statement.
	 */
	@FunctionalInterface
	interface Executor {

		@Nullable Object execute(String sql, Call call) throws Throwable;

	}

}
