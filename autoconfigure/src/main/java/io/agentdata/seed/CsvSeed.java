// SPDX-License-Identifier: Apache-2.0
package io.agentdata.seed;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyManager;

/**
 * Loads a CSV file. The server itself reads it; only the names of the columns, in the
 * first line, are read here.
 */
final class CsvSeed {

	private static final String OPTIONS = "FORMAT csv, HEADER, ENCODING 'UTF8'";

	private static final Pattern COLUMN = Pattern.compile("\\G(?:\"((?:[^\"]|\"\")+)\"|([^\",]+))(?:,(?!$)|$)");

	private static final String BYTE_ORDER_MARK = "\uFEFF";

	private CsvSeed() {
	}

	static void load(SeedFile file, CopyManager copies) throws IOException {
		String statement = CopyStatement.of(file.table(), columns(file), OPTIONS);
		try (InputStream stream = file.resource().getInputStream()) {
			copies.copyIn(statement, stream);
		}
		catch (SQLException ex) {
			OptionalInt line = CopyStatement.line(ex);
			throw line.isPresent()
					? SeedException.of(file.name(), "line " + line.getAsInt(), line(file, line.getAsInt()), ex)
					: SeedException.of(file.name(), "all lines", null, ex);
		}
	}

	private static List<String> columns(SeedFile file) throws IOException {
		String header = String.valueOf(line(file, 1)).replaceFirst("^" + BYTE_ORDER_MARK, "");
		List<String> columns = new ArrayList<>();
		Matcher matcher = COLUMN.matcher(header);
		int end = 0;
		while (matcher.find()) {
			String quoted = matcher.group(1);
			columns.add((quoted != null) ? quoted.replace("\"\"", "\"") : matcher.group(2).strip());
			end = matcher.end();
		}
		if (columns.isEmpty() || end != header.length()) {
			throw SeedException.of(file.name(), "line 1", header,
					"the first line names the columns, separated by commas, and this one does not", null);
		}
		return columns;
	}

	private static @Nullable String line(SeedFile file, int number) throws IOException {
		try (BufferedReader reader = file.open()) {
			return reader.lines().skip(number - 1L).findFirst().orElse("");
		}
	}

}
