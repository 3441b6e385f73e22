// SPDX-License-Identifier: Apache-2.0
package io.agentdata.autoconfigure;

import java.util.List;
import java.util.Locale;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Whether the application is one that runs on PostgreSQL.
 */
final class PostgresApplication {

	private static final String URL = "spring.datasource.url";

	private static final List<String> OTHER_URLS = List.of("mysql", "mariadb", "h2", "hsqldb", "derby", "oracle",
			"sqlserver", "db2", "sqlite");

	private static final List<String> DIALECTS = List.of("spring.jpa.database-platform",
			"spring.jpa.properties.hibernate.dialect");

	private static final List<String> FITTING_DIALECTS = List.of("postgre", "citus", "cockroach", "edb");

	private PostgresApplication() {
	}

	/**
	 * Check the properties that name a database. They may contain placeholders that only
	 * production fills.
	 * @throws OtherDatabaseException if one names another than PostgreSQL
	 */
	static void verify(Environment environment) {
		Binder binder = Binder.get(environment);
		String url = binder.bind(URL, String.class).orElse("");
		if (OTHER_URLS.stream().anyMatch((product) -> url.startsWith("jdbc:" + product + ":"))) {
			throw new OtherDatabaseException(URL, url);
		}
		for (String property : DIALECTS) {
			String dialect = binder.bind(property, String.class).orElse("");
			String name = dialect.toLowerCase(Locale.ROOT);
			if (!name.isBlank() && FITTING_DIALECTS.stream().noneMatch(name::contains)) {
				throw new OtherDatabaseException(property, dialect);
			}
		}
	}

}
