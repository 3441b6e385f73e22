// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.h2;

import java.util.stream.IntStream;

/**
 * The rewrites of whole statements.
 */
final class StatementRules {

	private StatementRules() {
	}

	static void extension(MigrationStatement statement, ScriptEdits edits) {
		if (statement.begins("comment", "on", "extension")
				|| (statement.is(0, "create", "alter", "drop") && statement.is(1, "extension"))) {
			edits.replace(statement.start(), statement.end(), "");
		}
	}

	static void index(MigrationStatement statement, ScriptEdits edits) {
		if (statement.begins("create", "index") && IntStream.range(0, statement.tokens().size())
			.anyMatch((i) -> statement.is(i, "using") && statement.is(i + 1, "hnsw", "ivfflat", "gin"))) {
			edits.replace(statement.start(), statement.end(), "");
		}
	}

	static void dropIndex(MigrationStatement statement, ScriptEdits edits) {
		if (statement.begins("drop", "index") && !statement.is(2, "if")) {
			edits.replace(statement.token(1).start(), statement.token(1).end(), "INDEX IF EXISTS");
		}
	}

	static void references(MigrationStatement statement, ScriptEdits edits) {
		int name = statement.tableName();
		if (name > 0 && statement.is(name + 1, ".")) {
			IntStream.range(name, statement.tokens().size())
				.filter((i) -> statement.is(i, "references") && !statement.is(i + 2, "."))
				.map((i) -> statement.token(i + 1).start())
				.forEach((start) -> edits.replace(start, start, "\"%s\".".formatted(edits.schema())));
		}
	}

	static void alterTable(MigrationStatement statement, ScriptEdits edits) {
		if (statement.begins("alter", "table")) {
			int name = statement.tableName() + (statement.is(statement.tableName() + 1, ".") ? 2 : 0);
			String head = statement.script().substring(statement.start(), statement.token(name).end());
			IntStream.range(name, statement.tokens().size())
				.filter((i) -> statement.is(i, ",") && statement.token(i).depth() == 0)
				.mapToObj(statement::token)
				.forEach((comma) -> edits.replace(comma.start(), comma.end(), "; " + head));
		}
	}

}
