// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.h2;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.agentdata.database.h2.SqlToken.Kind;

/**
 * Cuts a script into its words, as PostgreSQL would. What has no end ends with the
 * script.
 *
 * @see <a href= "https://www.postgresql.org/docs/17/sql-syntax-lexical.html">PostgreSQL's
 * lexical structure</a>
 */
final class SqlTokens {

	private final List<SqlToken> tokens = new ArrayList<>();

	private final String sql;

	private int position;

	private int depth;

	private SqlTokens(String sql) {
		this.sql = sql;
	}

	static List<SqlToken> of(String sql) {
		SqlTokens tokens = new SqlTokens(sql);
		while (tokens.position < sql.length()) {
			tokens.next();
		}
		return List.copyOf(tokens.tokens);
	}

	private void next() {
		char first = this.sql.charAt(this.position);
		if (Character.isWhitespace(first)) {
			this.position++;
		}
		else if (at("--")) {
			this.position = behind("\n", this.position);
		}
		else if (at("/*")) {
			this.position = behind("*/", this.position);
		}
		else if (first == '\'') {
			add(Kind.STRING, behind("'", this.position + 1));
		}
		else if ((first == 'e' || first == 'E') && this.sql.startsWith("'", this.position + 1)) {
			add(Kind.STRING, behindEscapes(this.position + 2));
		}
		else if (first == '"') {
			add(Kind.QUOTED_NAME, behind("\"", this.position + 1));
		}
		else if (at("${")) {
			add(Kind.WORD, behind("}", this.position));
		}
		else if (first == '$' && behindTag() > 0) {
			add(Kind.STRING, behind(this.sql.substring(this.position, behindTag()), behindTag()));
		}
		else if (Character.isJavaIdentifierPart(first)) {
			add(Kind.WORD, behindWord(this.position));
		}
		else {
			addSymbol(first);
		}
	}

	private void addSymbol(char symbol) {
		if (symbol == ')') {
			this.depth--;
		}
		add(Kind.SYMBOL, this.position + (at("::") ? 2 : 1));
		if (symbol == '(') {
			this.depth++;
		}
		if (symbol == ';') {
			this.depth = 0;
		}
	}

	private void add(Kind kind, int end) {
		String text = this.sql.substring(this.position, end);
		this.tokens.add(new SqlToken(kind, (kind == Kind.WORD) ? text.toLowerCase(Locale.ROOT) : text, this.position,
				end, this.depth));
		this.position = end;
	}

	private boolean at(String text) {
		return this.sql.startsWith(text, this.position);
	}

	private int behind(String end, int from) {
		int found = this.sql.indexOf(end, from);
		return (found < 0) ? this.sql.length() : found + end.length();
	}

	private int behindEscapes(int from) {
		int index = from;
		while (index < this.sql.length() && this.sql.charAt(index) != '\'') {
			index += (this.sql.charAt(index) == '\\') ? 2 : 1;
		}
		return Math.min(index + 1, this.sql.length());
	}

	private int behindWord(int from) {
		int index = from;
		while (index < this.sql.length() && Character.isJavaIdentifierPart(this.sql.charAt(index))) {
			index++;
		}
		return index;
	}

	/**
	 * Return the end of a tag such as {@code $body$}, or 0 where none begins.
	 */
	private int behindTag() {
		int index = this.position + 1;
		while (index < this.sql.length()
				&& (Character.isLetterOrDigit(this.sql.charAt(index)) || this.sql.charAt(index) == '_')) {
			index++;
		}
		return (index < this.sql.length() && this.sql.charAt(index) == '$') ? index + 1 : 0;
	}

}
