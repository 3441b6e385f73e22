// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.postgresql.core.NativeQuery;
import org.postgresql.core.Parser;

/**
 * Refuses what would commit a connection's transaction, by method or by SQL, on the
 * connection or on its statements.
 */
final class RolledBackConnection implements InvocationHandler {

	private static final Pattern COMMIT = Pattern
		.compile("(?is)(?:\\s++|--[^\\n]*+|/\\*.*?\\*/)*+(?:COMMIT|END|PREPARE\\s+TRANSACTION)\\b");

	private static final Pattern TAKES_SQL = Pattern.compile("(prepare|execute|add).*");

	private final Connection target;

	RolledBackConnection(Connection target) {
		this.target = target;
	}

	@Override
	public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
			throws Throwable {
		return invoke(proxy, this.target, method, arguments);
	}

	private @Nullable Object invoke(Object proxy, Object receiver, Method method,
			@Nullable Object @Nullable [] arguments) throws Throwable {
		Object first = (arguments != null && arguments.length > 0) ? arguments[0] : null;
		if (first instanceof String sql && TAKES_SQL.matcher(method.getName()).matches()) {
			refuseCommit(sql);
		}
		return switch (method.getName()) {
			case "equals" -> proxy == first;
			case "hashCode" -> System.identityHashCode(proxy);
			case "commit" -> throw refused("commit()");
			case "setAutoCommit" -> {
				if (Boolean.TRUE.equals(first)) {
					throw refused("setAutoCommit(true)");
				}
				yield null;
			}
			// closed at the end of the transaction, after its constraints were checked
			case "close" -> (receiver == this.target) ? null : pass(proxy, receiver, method, arguments);
			default -> pass(proxy, receiver, method, arguments);
		};
	}

	private @Nullable Object pass(Object proxy, Object receiver, Method method, @Nullable Object @Nullable [] arguments)
			throws Throwable {
		try {
			Object result = method.invoke(receiver, arguments);
			return (result instanceof Statement && receiver == this.target)
					? statement((Connection) proxy, result, method.getReturnType()) : result;
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

	private Object statement(Connection connection, Object statement, Class<?> type) {
		return Proxy.newProxyInstance(RolledBackConnection.class.getClassLoader(), new Class<?>[] { type },
				(proxy, method, arguments) -> method.getName().equals("getConnection") ? connection
						: invoke(proxy, statement, method, arguments));
	}

	private static void refuseCommit(String sql) throws SQLException {
		for (NativeQuery query : Parser.parseJdbcSql(sql, true, false, true, false, false)) {
			if (COMMIT.matcher(query.nativeSql).lookingAt()) {
				throw refused(query.nativeSql.strip());
			}
		}
	}

	private static SQLException refused(String attempt) {
		return new SQLException("'%s' was called in a transaction that is rolled back at its end, and was refused. "
			.formatted(attempt)
				+ "Leave the transaction's end to inRolledBackTransaction, use a savepoint, or give the code that commits "
				+ "a database of its own: withIsolatedDatabase(testId, database -> ...).");
	}

}
