// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import io.agentdata.database.DatabaseConfig.Pool;
import io.agentdata.database.embedded.EmbeddedOptions;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for values that a reset writes again: one table for each type of
 * {@code values.txt}.
 */
class ResetValuesTests {

	private static final String TYPES = """
			CREATE EXTENSION vector; CREATE EXTENSION hstore;
			CREATE TYPE mood AS ENUM ('sad', 'it''s \\ ok', 'happy'); CREATE TYPE pair AS (a int, b text);
			CREATE DOMAIN positive AS int CHECK (VALUE > 0); CREATE DOMAIN word AS text COLLATE "C" NOT NULL;
			""";

	/**
	 * Sessions show values in other ways, and some lose digits of them.
	 */
	private static final String SETTINGS = """
			DO $$ DECLARE setting text; BEGIN
				FOREACH setting IN ARRAY ARRAY['DateStyle = German', 'extra_float_digits = -5', 'bytea_output = escape',
					'IntervalStyle = sql_standard', 'TimeZone = ''Asia/Tokyo''', 'xmloption = document'] LOOP
					EXECUTE format('ALTER DATABASE %I SET ', current_database()) || setting;
				END LOOP;
			END $$;
			""";

	@Test
	void valuesOfAllTypesAreTheSame() throws IOException, SQLException {
		StringBuilder schema = new StringBuilder(TYPES);
		List<String> changes = new ArrayList<>();
		for (String line : Files.readAllLines(Path.of("src/test/resources/reset/values.txt"))) {
			String[] parts = line.split("\\|", 2);
			String table = '"' + parts[0].strip().replace("\"", "\"\"") + " values\"";
			schema.append("CREATE TABLE %s (id serial, value %s);".formatted(table, parts[0]));
			schema.append("INSERT INTO %s (value) VALUES %s;".formatted(table, parts[1]));
			changes.add("UPDATE %s SET id = id + 1".formatted(table));
		}
		try (DatabaseFactory factory = DatabaseFactory.embedded(EmbeddedOptions.defaults(), "public", Pool.DEFAULTS);
				ResetScenario scenario = new ResetScenario(factory.database("values"), schema + SETTINGS)) {
			// more at once would be cloned
			for (int first = 0; first < changes.size(); first += 8) {
				scenario.execute(String.join(";", changes.subList(first, Math.min(first + 8, changes.size()))));
				assertThat(scenario.reset()).isNull();
			}
			scenario.assertIsLikeAClone("an update of each table");
		}
	}

}
