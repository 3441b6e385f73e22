// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.h2;

/**
 * A word of a script; white space and comments are none.
 *
 * @param kind what it is
 * @param text the word: in lower case where it is not quoted, as written otherwise
 * @param start where it begins in the script
 * @param end where the script goes on behind it
 * @param depth the number of parentheses around it
 */
record SqlToken(Kind kind, String text, int start, int end, int depth) {

	/**
	 * The kinds of words.
	 */
	enum Kind {

		/**
		 * A name, keyword, number or placeholder.
		 */
		WORD,

		/**
		 * A name in double quotes.
		 */
		QUOTED_NAME,

		/**
		 * A text in single quotes, or between dollar signs.
		 */
		STRING,

		/**
		 * Anything else, such as a comma.
		 */
		SYMBOL

	}

}
