// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.postgres;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Pattern;

import org.postgresql.Driver;

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
		return withParameter(url, "currentSchema", encoded(schema) + "," + DEFAULT_SCHEMA);
	}

	/**
	 * Return a URL that has properties of the driver, unless it has them already.
	 * @param url a URL that the driver understands
	 * @param properties values by their names
	 * @return the URL with parameters
	 */
	public static String withDefaults(String url, Map<String, String> properties) {
		Properties present = Objects.requireNonNull(Driver.parseURL(url, null), "The driver does not understand a URL");
		String extended = url;
		for (Map.Entry<String, String> property : properties.entrySet()) {
			if (present.getProperty(property.getKey()) == null) {
				extended = withParameter(extended, property.getKey(), encoded(property.getValue()));
			}
		}
		return extended;
	}

	private static String withParameter(String url, String name, String encodedValue) {
		return url + (url.contains("?") ? "&" : "?") + name + "=" + encodedValue;
	}

	private static String encoded(String value) {
		return URLEncoder.encode(value, StandardCharsets.UTF_8);
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
