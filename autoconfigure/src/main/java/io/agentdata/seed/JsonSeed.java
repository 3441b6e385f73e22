// SPDX-License-Identifier: Apache-2.0
package io.agentdata.seed;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * Loads a JSON file: an array of objects, whose keys are columns. A key that is missing
 * leaves its column to the default. A nested object or array is given to the database as
 * JSON, which is how a vector is written, too.
 */
final class JsonSeed {

	private static final JsonFactory JSON = JsonFactory.builder()
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.build();

	private final SeedFile file;

	private final RowCopy rows;

	JsonSeed(SeedFile file, RowCopy rows) {
		this.file = file;
		this.rows = rows;
	}

	void load() throws IOException, SQLException {
		try (InputStream stream = this.file.resource().getInputStream();
				JsonParser parser = JSON.createParser(ObjectReadContext.empty(), stream)) {
			verify(parser.nextToken() == JsonToken.START_ARRAY, parser, "the file is not an array of objects");
			int element = 0;
			while (parser.nextToken() != JsonToken.END_ARRAY) {
				element++;
				verify(parser.currentToken() == JsonToken.START_OBJECT, parser,
						"element %s is not an object".formatted(element));
				add("element %s (line %s)".formatted(element, parser.currentTokenLocation().getLineNr()), parser);
			}
			this.rows.end();
		}
		catch (JacksonException ex) {
			int line = (ex.getLocation() != null) ? ex.getLocation().getLineNr() : 1;
			throw SeedException.of(this.file.name(), "line " + line, null, ex.getOriginalMessage(), ex);
		}
	}

	private void add(String place, JsonParser parser) throws SQLException {
		List<String> columns = new ArrayList<>();
		List<@Nullable String> values = new ArrayList<>();
		while (parser.nextToken() != JsonToken.END_OBJECT) {
			columns.add(parser.currentName());
			parser.nextToken();
			values.add(value(parser));
		}
		this.rows.add(place, columns, values);
	}

	private static @Nullable String value(JsonParser parser) {
		if (parser.currentToken() == JsonToken.VALUE_NULL) {
			return null;
		}
		if (parser.currentToken().isScalarValue()) {
			return parser.getString();
		}
		StringWriter nested = new StringWriter();
		try (JsonGenerator generator = JSON.createGenerator(ObjectWriteContext.empty(), nested)) {
			generator.copyCurrentStructureExact(parser);
		}
		return nested.toString();
	}

	private void verify(boolean expected, JsonParser parser, String problem) {
		if (!expected) {
			throw SeedException.of(this.file.name(), "line " + parser.currentTokenLocation().getLineNr(), null, problem,
					null);
		}
	}

}
