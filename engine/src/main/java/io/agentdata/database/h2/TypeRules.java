// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.h2;

import java.util.Set;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

import io.agentdata.database.h2.SqlToken.Kind;

/**
 * The rewrites of types. A column may have the name of a type: only where a type stands
 * it is one.
 */
final class TypeRules {

	private static final String[] JSON = { "jsonb", "json" };

	/**
	 * What begins an element of a table that is no column.
	 */
	private static final Set<String> NO_COLUMNS = Set.of("column", "constraint", "check", "exists", "foreign", "like",
			"primary", "unique", "exclude");

	private TypeRules() {
	}

	static void vector(MigrationStatement statement, ScriptEdits edits) {
		forEachType(statement, (i) -> {
			int start = statement.token(statement.is(i - 1, ".") ? i - 2 : i).start();
			if (statement.is(i + 1, "(") && statement.is(i + 3, ")")) {
				String dimensions = statement.token(i + 2).text();
				edits.needVectorType(dimensions);
				edits.replace(start, statement.token(i + 3).end(), H2Objects.vectorType(dimensions));
			}
			else {
				edits.replace(start, statement.token(i).end(), H2Objects.VECTOR);
			}
		}, "vector");
	}

	static void timestamptz(MigrationStatement statement, ScriptEdits edits) {
		forEachType(statement, (i) -> {
			boolean precise = statement.is(i + 1, "(") && statement.is(i + 3, ")");
			String precision = precise ? "(%s)".formatted(statement.token(i + 2).text()) : "";
			edits.replace(statement.token(i).start(), statement.token(precise ? i + 3 : i).end(),
					"timestamp%s with time zone".formatted(precision));
		}, "timestamptz");
	}

	static void jsonb(MigrationStatement statement, ScriptEdits edits) {
		forEachType(statement, (i) -> {
			if (!isTypeOfLiteral(statement, i)) {
				edits.replace(statement.token(i).start(), statement.token(i).end(), H2Objects.JSONB);
			}
		}, JSON);
	}

	static void jsonLiteral(MigrationStatement statement, ScriptEdits edits) {
		forEachType(statement, (i) -> {
			if (isTypeOfLiteral(statement, i)) {
				SqlToken literal = statement.token(i - 2);
				boolean cast = statement.is(i - 1, "as");
				SqlToken first = cast ? statement.token(i - 4) : literal;
				SqlToken last = statement.token(cast ? i + 1 : i);
				edits.replace(first.start(), last.end(),
						"JSON " + statement.script().substring(literal.start(), literal.end()));
			}
			else {
				int behind = defaultOf(statement, i) + 1;
				if (statement.isString(behind) && !statement.is(behind + 1, "::")) {
					int literal = statement.token(behind).start();
					edits.replace(literal, literal, "JSON ");
				}
			}
		}, JSON);
	}

	private static void forEachType(MigrationStatement statement, IntConsumer action, String... names) {
		IntStream.range(0, statement.tokens().size())
			.filter((i) -> statement.token(i).kind() == Kind.WORD && statement.is(i, names) && isType(statement, i))
			.forEach(action);
	}

	private static boolean isType(MigrationStatement statement, int index) {
		int before = statement.is(index - 1, ".") ? index - 3 : index - 1;
		if (statement.is(before, "::")) {
			return true;
		}
		if (statement.is(before, "as")) {
			return statement.begins("create", "domain") || statement.is(statement.opening(index) - 1, "cast");
		}
		return statement.tableName() > 0 && (statement.is(before, "type") || isColumn(statement, before));
	}

	private static boolean isColumn(MigrationStatement statement, int index) {
		SqlToken name = statement.token(index);
		if (name.kind() == Kind.SYMBOL || name.kind() == Kind.STRING || NO_COLUMNS.contains(name.text())) {
			return false;
		}
		return (name.depth() == 1 && statement.is(index - 1, "(", ","))
				|| statement.is(index - 1, "column", "add", "exists");
	}

	/**
	 * Return whether a type ends {@code '…'::jsonb} or {@code CAST('…' AS jsonb)}.
	 */
	private static boolean isTypeOfLiteral(MigrationStatement statement, int index) {
		return statement.isString(index - 2) && (statement.is(index - 1, "::")
				|| (statement.is(index - 1, "as") && statement.is(index - 3, "(") && statement.is(index - 4, "cast")));
	}

	/**
	 * Return the index of the word {@code DEFAULT} of a column, given that of its type;
	 * or one beyond the end.
	 */
	private static int defaultOf(MigrationStatement statement, int type) {
		int depth = statement.token(type).depth();
		int index = type;
		while (index < statement.tokens().size()
				&& !(statement.is(index, ",") && statement.token(index).depth() == depth)) {
			if (statement.is(index, "default") && statement.token(index).depth() == depth) {
				return index;
			}
			index++;
		}
		return statement.tokens().size();
	}

}
