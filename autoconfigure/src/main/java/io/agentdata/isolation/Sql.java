// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.postgresql.core.BaseConnection;

/**
 * What the text of a statement tells about transactions.
 */
final class Sql {

	/**
	 * The state of a statement that the server runs outside of transactions only; see
	 * <a href=
	 * "https://www.postgresql.org/docs/17/errcodes-appendix.html">active_sql_transaction</a>.
	 */
	static final String NOT_IN_A_TRANSACTION = "25001";

	private static final Pattern FIRST_WORDS = Pattern
		.compile("^(?:\\s|--[^\\n]*\\n|/\\*.*?\\*/)*(\\w+)(?:\\s+(\\w+))?", Pattern.DOTALL);

	private Sql() {
	}

	/**
	 * Return what a statement does to the transaction.
	 */
	static Control control(String sql) {
		Matcher matcher = FIRST_WORDS.matcher(sql);
		if (!matcher.find()) {
			return Control.NONE;
		}
		String second = (matcher.group(2) != null) ? matcher.group(2).toLowerCase(Locale.ROOT) : "";
		return switch (matcher.group(1).toLowerCase(Locale.ROOT)) {
			case "begin", "start" -> Control.BEGIN;
			case "commit", "end" -> second.equals("prepared") ? Control.NONE : Control.COMMIT;
			case "rollback", "abort" -> switch (second) {
				case "prepared" -> Control.NONE;
				case "to" -> Control.OTHER;
				default -> Control.ROLLBACK;
			};
			case "savepoint", "release" -> Control.OTHER;
			case "prepare" -> second.equals("transaction") ? Control.PREPARE : Control.NONE;
			default -> Control.NONE;
		};
	}

	/**
	 * Run a statement of transaction control behind the driver's back, which takes the
	 * connection to be in auto-commit mode.
	 */
	static void run(BaseConnection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	/**
	 * What a statement does to the transaction.
	 */
	enum Control {

		BEGIN, COMMIT, ROLLBACK,

		/**
		 * The first half of a two-phase commit.
		 */
		PREPARE,

		/**
		 * It only makes sense inside a transaction, and does not end it with a commit.
		 */
		OTHER,

		/**
		 * It has nothing to do with transactions.
		 */
		NONE

	}

}
