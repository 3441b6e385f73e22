// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.sql.SQLException;

import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;

/**
 * The driver's COPY, watched like any other statement: all its ways to copy rows in lead
 * through one method.
 */
final class GuardedCopies extends CopyManager {

	private final BaseConnection server;

	private final GuardedConnection connection;

	GuardedCopies(BaseConnection server, GuardedConnection connection) throws SQLException {
		super(server);
		this.server = server;
		this.connection = connection;
	}

	@Override
	public CopyIn copyIn(String sql) throws SQLException {
		if (!this.connection.isAlone()) {
			return super.copyIn(sql);
		}
		Sql.run(this.server, "BEGIN");
		try {
			return watched(sql, super.copyIn(sql));
		}
		catch (SQLException ex) {
			Sql.run(this.server, "ROLLBACK");
			throw ex;
		}
	}

	private CopyIn watched(String sql, CopyIn copy) {
		return new JdbcProxy(copy) {

			@Override
			@Nullable Object handle(Object proxy, String method, @Nullable Object @Nullable [] arguments, Call call)
					throws Throwable {
				return switch (method) {
					case "endCopy" -> end(sql, call);
					case "cancelCopy" -> cancel(call);
					default -> call.run();
				};
			}

		}.as(CopyIn.class);
	}

	private @Nullable Object end(String sql, JdbcProxy.Call call) throws Throwable {
		try {
			Object rows = call.run();
			TransactionChanges changes = TransactionChanges.of(this.server);
			this.connection.beforeCommit(sql, changes);
			Sql.run(this.server, "COMMIT");
			this.connection.add(sql, changes);
			return rows;
		}
		catch (SQLException ex) {
			Sql.run(this.server, "ROLLBACK");
			throw ex;
		}
	}

	private @Nullable Object cancel(JdbcProxy.Call call) throws Throwable {
		try {
			return call.run();
		}
		finally {
			Sql.run(this.server, "ROLLBACK");
		}
	}

}
