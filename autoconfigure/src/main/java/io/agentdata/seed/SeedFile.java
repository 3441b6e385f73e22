// SPDX-License-Identifier: Apache-2.0
package io.agentdata.seed;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

import org.springframework.core.io.Resource;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * A file with rows. It is in UTF-8.
 *
 * @param resource where it is
 */
record SeedFile(Resource resource) {

	private static final String JACKSON = "tools.jackson.core.json.JsonFactory";

	String name() {
		return this.resource.getDescription();
	}

	Kind kind() {
		String extension = StringUtils.getFilenameExtension(this.resource.getFilename());
		return switch (String.valueOf(extension).toLowerCase(Locale.ROOT)) {
			case "sql" -> Kind.SQL;
			case "json" -> Kind.JSON;
			case "csv" -> Kind.CSV;
			default -> throw SeedException.ofUnknownKind(name());
		};
	}

	/**
	 * Return the table that the file is named after.
	 */
	String table() {
		return StringUtils.stripFilenameExtension(String.valueOf(this.resource.getFilename()));
	}

	BufferedReader open() throws IOException {
		return new BufferedReader(new InputStreamReader(this.resource.getInputStream(), StandardCharsets.UTF_8));
	}

	/**
	 * Check what can be checked without a database.
	 */
	void verify() {
		Kind kind = kind();
		if (!this.resource.isReadable()) {
			throw SeedException.ofMissing(name());
		}
		if (kind == Kind.JSON && !ClassUtils.isPresent(JACKSON, null)) {
			throw SeedException.ofMissingJackson(name());
		}
		if (kind != Kind.SQL && table().split("\\.", -1).length > 2) {
			throw SeedException.ofUnknownKind(name());
		}
	}

	/**
	 * How the rows are written down.
	 */
	enum Kind {

		SQL, JSON, CSV

	}

}
