// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.h2;

/**
 * A migration that was written for PostgreSQL.
 */
public final class PostgresMigration {

	private PostgresMigration() {
	}

	/**
	 * Rewrite a migration for H2, by the list of {@link MigrationRewrite}. What is not on
	 * it is left as it is, for H2 to accept or refuse. Lines keep their numbers.
	 * @param file the name of the file, for messages
	 * @param schema the schema that unqualified names resolve to
	 * @param sql the statements
	 * @return the statements for H2
	 * @throws H2MigrationException if H2 would accept a statement and do something else
	 */
	public static String rewrite(String file, String schema, String sql) {
		ScriptEdits edits = new ScriptEdits(sql, schema);
		for (MigrationStatement statement : MigrationStatement.of(sql)) {
			refuseTraps(file, statement);
			for (MigrationRewrite rewrite : MigrationRewrite.values()) {
				rewrite.apply(statement, edits);
			}
		}
		return edits.apply();
	}

	private static void refuseTraps(String file, MigrationStatement statement) {
		for (int i = 0; i < statement.tokens().size(); i++) {
			String trap = isArray(statement, i) ? "an SQL array, whose text '{a,b}' H2 would take for one element"
					: isEscaped(statement, i) ? "an escape string, whose backslashes H2 would keep" : null;
			if (trap != null) {
				throw new H2MigrationException(file, statement.line(), statement.toString(), trap, null);
			}
		}
	}

	private static boolean isArray(MigrationStatement statement, int index) {
		return (statement.is(index, "[") && statement.is(index + 1, "]") && !statement.is(index - 1, "array"))
				|| (statement.tableName() > 0 && statement.is(index, "array") && !statement.is(index + 1, "["));
	}

	private static boolean isEscaped(MigrationStatement statement, int index) {
		String text = statement.token(index).text();
		return statement.isString(index) && text.matches("(?s)[eE]'.*") && text.contains("\\");
	}

}
