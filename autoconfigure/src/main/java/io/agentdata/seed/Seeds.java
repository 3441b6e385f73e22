// SPDX-License-Identifier: Apache-2.0
package io.agentdata.seed;

import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.core.io.Resource;

/**
 * Fast ways to put rows into a database, in the transaction of the seeds. It is for use
 * by the thread of the seeder only.
 */
public interface Seeds {

	/**
	 * Put many rows in by PostgreSQL's {@code COPY}. They are taken from the stream in
	 * batches of about one million characters, so that memory stays bounded.
	 * @param table the table, with or without its schema ({@code note},
	 * {@code agent.note}); spelled as PostgreSQL keeps it, in lower case as a rule
	 * @param columns the columns that are given; others take their default
	 * @param rows one element a row, with one value a column: {@code null},
	 * {@code float[]} or {@code double[]} for a vector, {@code byte[]} for a
	 * {@code bytea}; of all other values the text is taken, JSON and arrays
	 * ({@code {a,b}}) included. The stream is closed.
	 * @return the number of rows
	 * @throws SeedException if the database refuses a row
	 */
	long copy(String table, List<String> columns, Stream<@Nullable Object[]> rows);

	/**
	 * Put the rows of a file in, just as {@code @AgentDataTest(seed = …)} does.
	 * @param file a file whose name ends in {@code .sql}, {@code .json} or {@code .csv}
	 * @throws SeedException if the file is missing or is refused
	 */
	void load(Resource file);

}
