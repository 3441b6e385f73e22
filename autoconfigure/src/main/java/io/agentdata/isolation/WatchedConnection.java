// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A connection to a database that cannot be asked what a transaction has changed, as H2.
 * The texts of its statements tell, and the numbers of rows that they return. DDL
 * commits, as it does there.
 */
final class WatchedConnection extends JdbcProxy implements TakenConnection {

	private static final Pattern CHANGE = Pattern.compile(
			"^\\s*(insert\\s+into|merge\\s+into|update|delete\\s+from|create|alter|drop|truncate)\\s+(?:table\\s+)?([\\w.\"]+)",
			Pattern.CASE_INSENSITIVE);

	private final ConnectionSource pool;

	private final Connection target;

	private final TestScope scope;

	private final List<TableChange> pending = new ArrayList<>();

	private String statement = "(no statement)";

	private WatchedConnection(ConnectionSource pool, Connection target, TestScope scope) {
		super(target);
		this.pool = pool;
		this.target = target;
		this.scope = scope;
	}

	static Connection watch(ConnectionSource pool, TestScope scope) throws SQLException {
		WatchedConnection watched = new WatchedConnection(pool, pool.getConnection(), scope);
		scope.opened(watched, watched.target);
		return watched.as(Connection.class);
	}

	@Override
	@Nullable Object handle(Object proxy, String method, @Nullable Object @Nullable [] arguments, Call call) throws Throwable {
		return switch (method) {
			case "createStatement", "prepareStatement", "prepareCall" ->
				StatementProxy.of(method, call.run(), (Connection) proxy, arguments, this::execute);
			case "commit" -> commit(call);
			case "setAutoCommit" ->
				(arguments != null && Boolean.TRUE.equals(arguments[0])) ? commit(call) : call.run();
			case "rollback" -> {
				if (arguments == null) {
					this.pending.clear();
				}
				yield call.run();
			}
			case "close" -> {
				this.scope.closed(this);
				yield call.run();
			}
			default -> call.run();
		};
	}

	@Override
	public void takeBack() throws SQLException {
		this.pool.evict(this.target);
		this.target.close();
	}

	private @Nullable Object execute(String sql, Call call) throws Throwable {
		Object result = call.run();
		Matcher matcher = CHANGE.matcher(sql);
		if (matcher.find()) {
			this.statement = sql;
			String verb = matcher.group(1).toLowerCase(Locale.ROOT);
			long rows = rows(result);
			boolean definition = isDefinition(verb);
			if (rows != 0 || definition) {
				this.pending.add(change(verb, matcher.group(2), rows));
			}
			if (definition || this.target.getAutoCommit()) {
				leak();
			}
		}
		return result;
	}

	private @Nullable Object commit(Call call) throws Throwable {
		Object result = call.run();
		leak();
		return result;
	}

	private void leak() {
		if (this.pending.isEmpty()) {
			return;
		}
		List<TableChange> changes = List.copyOf(this.pending);
		this.pending.clear();
		LeakedCall call = new LeakedCall(this.scope.name());
		if (call.isEndOfTestTransaction()) {
			this.scope.addOwnCommit();
		}
		else {
			this.scope.add(new Leak(this.scope.name(), Thread.currentThread().getName(), changes, List.of(),
					this.statement, call));
		}
	}

	/**
	 * Return how many rows a statement or a batch has changed, 1 where that is not told.
	 */
	private static long rows(@Nullable Object result) {
		if (result instanceof int[] batch) {
			return Arrays.stream(batch).map((count) -> Math.max(count, 1)).sum();
		}
		return (result instanceof Number number) ? number.longValue() : 1;
	}

	private static boolean isDefinition(String verb) {
		return switch (verb) {
			case "create", "alter", "drop", "truncate" -> true;
			default -> false;
		};
	}

	private static TableChange change(String verb, String table, long rows) {
		String name = table.replace("\"", "");
		return switch (verb.split("\\s")[0]) {
			case "insert", "merge" -> new TableChange(name, rows, 0, 0);
			case "update" -> new TableChange(name, 0, rows, 0);
			case "delete" -> new TableChange(name, 0, 0, rows);
			default -> new TableChange(name, 0, 0, 0);
		};
	}

}
