// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.postgres;

import java.util.regex.Pattern;

/**
 * What can be added to a JDBC URL of PostgreSQL's driver, or left out.
 */
public final class JdbcUrl {

	private static final String DEFAULT_SCHEMA = "public";

	private static final Pattern USER_INFO = Pattern.compile("//.*@");

	private static final Pattern PASSWORD = Pattern.compile("(?i)(password=)[^&]*");

	private JdbcUrl() {
	}

	/**
	 * Return a URL whose connections look for unqualified names in a schema first, then
	 * in {@code public}.
	 * @param url a URL that starts with {@code jdbc:postgresql:}
	 * @param schema the schema; {@code public} changes nothing
	 * @return the URL with the parameter <a href=
	 * "https://jdbc.postgresql.org/documentation/use/#connection-parameters">currentSchema</a>
	 */
	public static String withSchema(String url, String schema) {
		if (DEFAULT_SCHEMA.equals(schema)) {
			return url;
		}
		return withParameters(url, "currentSchema=%s,%s".formatted(schema, DEFAULT_SCHEMA));
	}

	static String withParameters(String url, String parameters) {
		return url + (url.contains("?") ? "&" : "?") + parameters;
	}

	/**
	 * Return a URL as it may be shown.
	 * @param url any text that is meant to be a URL
	 * @return the text, with stars in the place of passwords
	 */
	public static String withoutSecrets(String url) {
		String withoutUser = USER_INFO.matcher(url).replaceAll("//***@");
		return PASSWORD.matcher(withoutUser).replaceAll("$1***");
	}

}
