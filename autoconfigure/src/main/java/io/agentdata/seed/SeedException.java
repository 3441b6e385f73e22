// SPDX-License-Identifier: Apache-2.0
package io.agentdata.seed;

import java.sql.SQLException;
import java.util.List;

import io.agentdata.AgentDataException;
import org.jspecify.annotations.Nullable;

/**
 * A seed failed. Nothing of any seed is left in the database.
 */
public final class SeedException extends AgentDataException {

	private static final long serialVersionUID = 1L;

	private static final int LONGEST_ROW = 300;

	private static final String UNDEFINED_TABLE = "42P01";

	private static final String UNDEFINED_COLUMN = "42703";

	private SeedException(String headline, String description, List<String> remedies, @Nullable Throwable cause) {
		super(headline, description, remedies, cause);
	}

	static SeedException ofMissing(String file) {
		return new SeedException("A seed file was not found.", "There is no %s.".formatted(file), List
			.of("Put the file into src/test/resources, beside the package of the test class, or write the location with a leading slash or classpath: to begin at the root."),
				null);
	}

	static SeedException ofUnknownKind(String file) {
		return new SeedException("A seed file is neither SQL, JSON nor CSV.",
				"The kind of %s is not known: the end of its name tells it, and a JSON or CSV file is named after its table."
					.formatted(file),
				List.of("Name the file <anything>.sql, <table>.json, <table>.csv, or <schema>.<table>.json, <schema>.<table>.csv."),
				null);
	}

	static SeedException ofMissingJackson(String file) {
		return new SeedException("A seed file in JSON needs Jackson.",
				"%s cannot be read: tools.jackson.core.json.JsonFactory is not on the class path.".formatted(file),
				List.of("Add tools.jackson.core:jackson-core, version 3, in test scope.",
						"Give the rows as CSV or SQL instead."),
				null);
	}

	/**
	 * Describe rows that were refused.
	 * @param source the file or the seeder
	 * @param place where in it, such as {@code line 3}
	 * @param row the row or the statement, or {@code null} where it is not known
	 * @param problem what was found
	 * @param cause the failure underneath, or {@code null}
	 */
	static SeedException of(String source, String place, @Nullable String row, String problem,
			@Nullable Throwable cause) {
		return new SeedException(
				"A seed could not be loaded.", "%s, %s: %s%s%nNothing of the seeds was kept.".formatted(source, place,
						problem, (row != null) ? "%nIt reads: %s".formatted(shortened(row)) : ""),
				remedies(cause), cause);
	}

	static SeedException of(String source, String place, @Nullable String row, Exception cause) {
		return of(source, place, row, String.valueOf(cause.getMessage()), cause);
	}

	private static List<String> remedies(@Nullable Throwable cause) {
		String state = (cause instanceof SQLException ex && ex.getSQLState() != null) ? ex.getSQLState() : "";
		return switch (state) {
			case UNDEFINED_TABLE -> List.of(
					"Compare the name of the table: a JSON or CSV file is named after it, spelled as PostgreSQL keeps it (lower case as a rule), with the schema in front where it is not in the search path.",
					"Check that the application's migrations make the table: seeds run after them.");
			case UNDEFINED_COLUMN -> List
				.of("Compare the name of the column: the first line of a CSV file and the keys of a JSON file name columns, spelled as PostgreSQL keeps them (lower case as a rule).");
			default -> List.of("Mend the row or the statement there.",
					"If it refers to rows of another seed, let that seed come first: seeders by @Order, then the files as they are listed.");
		};
	}

	private static String shortened(String row) {
		return (row.length() > LONGEST_ROW) ? row.substring(0, LONGEST_ROW) + "…" : row;
	}

}
