// SPDX-License-Identifier: Apache-2.0
package io.agentdata.seed;

import java.sql.SQLException;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * The text of a {@code COPY}, and where it failed: see
 * <a href="https://www.postgresql.org/docs/17/sql-copy.html">COPY</a>.
 */
final class CopyStatement {

	private static final Pattern LINE = Pattern.compile("^COPY .*?, line (\\d+)", Pattern.MULTILINE);

	private CopyStatement() {
	}

	/**
	 * Return the statement. Names are quoted, so that each means what it says.
	 */
	static String of(String table, List<String> columns, String options) {
		return "COPY %s (%s) FROM STDIN WITH (%s)".formatted(
				Stream.of(table.split("\\.")).map(CopyStatement::quoted).collect(Collectors.joining(".")),
				columns.stream().map(CopyStatement::quoted).collect(Collectors.joining(", ")), options);
	}

	/**
	 * Return the line of the input that the server refused, the first being 1; empty
	 * where it does not tell, as for a foreign key.
	 */
	static OptionalInt line(SQLException failure) {
		Matcher matcher = LINE.matcher(String.valueOf(where(failure)));
		return matcher.find() ? OptionalInt.of(Integer.parseInt(matcher.group(1))) : OptionalInt.empty();
	}

	/**
	 * Return the server's words without the line, for input that has other lines than the
	 * user's file.
	 */
	static String messageWithoutLine(SQLException failure) {
		return String.valueOf(failure.getMessage()).replaceFirst("(COPY [^\\n]*?), line \\d+", "$1");
	}

	private static @Nullable String where(SQLException failure) {
		ServerErrorMessage message = (failure instanceof PSQLException ex) ? ex.getServerErrorMessage() : null;
		return (message != null) ? message.getWhere() : null;
	}

	private static String quoted(String name) {
		return '"' + name.replace("\"", "\"\"") + '"';
	}

}
