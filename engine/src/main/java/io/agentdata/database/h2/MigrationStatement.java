// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.h2;

import java.util.ArrayList;
import java.util.List;

import io.agentdata.database.h2.SqlToken.Kind;

/**
 * One statement of a migration. Indexes beyond its ends are allowed: nothing is there.
 *
 * @param script the whole script
 * @param tokens the words of the statement, at least one, without the semicolon
 */
record MigrationStatement(String script, List<SqlToken> tokens) {

	private static final SqlToken NOTHING = new SqlToken(Kind.SYMBOL, "", 0, 0, 0);

	/**
	 * Return the statements of a script.
	 */
	static List<MigrationStatement> of(String script) {
		List<MigrationStatement> statements = new ArrayList<>();
		List<SqlToken> tokens = new ArrayList<>();
		for (SqlToken token : SqlTokens.of(script)) {
			if (token.kind() == Kind.SYMBOL && ";".equals(token.text())) {
				add(statements, script, tokens);
			}
			else {
				tokens.add(token);
			}
		}
		add(statements, script, tokens);
		return statements;
	}

	private static void add(List<MigrationStatement> statements, String script, List<SqlToken> tokens) {
		if (!tokens.isEmpty()) {
			statements.add(new MigrationStatement(script, List.copyOf(tokens)));
			tokens.clear();
		}
	}

	SqlToken token(int index) {
		return (index >= 0 && index < this.tokens.size()) ? this.tokens.get(index) : NOTHING;
	}

	/**
	 * Return whether a keyword or symbol is at an index.
	 * @param keywords the keyword or symbol in lower case, or several to choose from
	 */
	boolean is(int index, String... keywords) {
		SqlToken token = token(index);
		return (token.kind() == Kind.WORD || token.kind() == Kind.SYMBOL) && List.of(keywords).contains(token.text());
	}

	boolean isString(int index) {
		return token(index).kind() == Kind.STRING;
	}

	boolean begins(String... keywords) {
		for (int i = 0; i < keywords.length; i++) {
			if (!is(i, keywords[i])) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Return the index of the name of the table that the statement makes or changes, or
	 * of the name's schema where it has one; 0 where it does neither.
	 */
	int tableName() {
		int table = is(1, "temp", "temporary", "unlogged") ? 2 : 1;
		if (!is(0, "create", "alter") || !is(table, "table")) {
			return 0;
		}
		int name = table + 1;
		while (is(name, "if", "not", "exists", "only")) {
			name++;
		}
		return name;
	}

	/**
	 * Return the index of the opening parenthesis around an index, or -1.
	 */
	int opening(int index) {
		int outside = token(index).depth() - 1;
		int opening = index;
		while (opening >= 0 && !(is(opening, "(") && token(opening).depth() == outside)) {
			opening--;
		}
		return opening;
	}

	int start() {
		return this.tokens.get(0).start();
	}

	int end() {
		return this.tokens.get(this.tokens.size() - 1).end();
	}

	/**
	 * Return the number of the line in which the statement begins, from 1.
	 */
	int line() {
		return 1 + (int) this.script.substring(0, start()).chars().filter((c) -> c == '\n').count();
	}

	/**
	 * Return the statement as it was written.
	 */
	@Override
	public String toString() {
		return this.script.substring(start(), end());
	}

}
