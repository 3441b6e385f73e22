// SPDX-License-Identifier: Apache-2.0
package io.agentdata.seed;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.springframework.jdbc.datasource.init.ScriptUtils;

/**
 * A statement of a script, as it is written there.
 *
 * @param line the line where it begins, the first being 1
 * @param text the statement
 */
record SqlStatement(int line, String text) {

	/**
	 * What {@link ScriptUtils} tells apart.
	 */
	private static final Pattern TOKEN = Pattern.compile(
			"(?<ignored>\\s|--[^\\n]*|/\\*.*?\\*/)|(?<quoted>'(?:\\\\.|[^'\\\\])*+'|\"(?:\\\\.|[^\"\\\\])*+\")|(?<other>.)",
			Pattern.DOTALL);

	/**
	 * Find a statement.
	 * @param script the script
	 * @param number the number of the statement as {@link ScriptUtils} counts, the first
	 * being 1
	 */
	static SqlStatement find(String script, int number) {
		int begin = -1;
		int count = 0;
		Matcher token = TOKEN.matcher(script);
		while (token.find()) {
			boolean separator = ScriptUtils.DEFAULT_STATEMENT_SEPARATOR.equals(token.group("other"));
			if (separator && begin >= 0 && ++count == number) {
				return of(script, begin, token.start());
			}
			if (separator) {
				begin = -1;
			}
			else if (begin < 0 && token.group("ignored") == null) {
				begin = token.start();
			}
		}
		return of(script, Math.max(begin, 0), script.length());
	}

	private static SqlStatement of(String script, int begin, int end) {
		int line = (int) script.substring(0, begin).chars().filter((character) -> character == '\n').count() + 1;
		return new SqlStatement(line, script.substring(begin, end).strip());
	}

}
