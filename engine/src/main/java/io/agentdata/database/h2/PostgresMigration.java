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
			refuseArrays(file, statement);
			for (MigrationRewrite rewrite : MigrationRewrite.values()) {
				rewrite.apply(statement, edits);
			}
		}
		return edits.apply();
	}

	private static void refuseArrays(String file, MigrationStatement statement) {
		for (int i = 1; i < statement.tokens().size(); i++) {
			boolean brackets = statement.is(i, "[") && statement.is(i + 1, "]") && !statement.is(i - 1, "array");
			boolean word = statement.tableName() > 0 && statement.is(i, "array") && !statement.is(i + 1, "[");
			if (brackets || word) {
				throw new H2MigrationException(file, statement.line(), statement.toString(),
						"an SQL array: H2 would take the text '{a,b}' for an array of one element", null);
			}
		}
	}

}
