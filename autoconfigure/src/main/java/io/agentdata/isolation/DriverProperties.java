// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * What an application asks of PostgreSQL's driver, in its JDBC URL or its pool's
 * properties.
 *
 * @param taken values, by their names, that hold for a test database too
 * @param left names of those that do not: they say where the application's own server is
 * and how to log in there, or the driver does not know them
 */
record DriverProperties(SortedMap<String, String> taken, SortedSet<String> left) {

	private static final List<String> URLS = List.of("agent.data.url", "spring.datasource.hikari.jdbc-url",
			"spring.datasource.url");

	/**
	 * Where a server is and how to log in, which each database answers for itself.
	 */
	private static final Set<String> IDENTITY = Set.of("PGHOST", "PGPORT", "PGDBNAME", "user", "password", "service");

	/**
	 * How a server is reached.
	 * @see <a href=
	 * "https://jdbc.postgresql.org/documentation/use/#connection-parameters">the driver's
	 * parameters</a>
	 */
	private static final Set<String> WAY = Set.of("assumeMinServerVersion", "authenticationPluginClassName",
			"channelBinding", "connectTimeout", "hostRecheckSeconds", "kerberosServerName", "loadBalanceHosts",
			"localSocketAddress", "loginTimeout", "protocolVersion", "replication", "requireAuth", "socketFactory",
			"socketFactoryArg", "sspiServiceClass", "targetServerType", "useSpnego");

	private static final Set<String> WAY_BY_PREFIX = Set.of("gss", "jaas", "ssl");

	/**
	 * Read properties. The URL's go before the pool's, as the driver has it.
	 * @param url the application's JDBC URL, of any driver
	 * @param ofPool what the pool would give the driver
	 */
	static DriverProperties of(@Nullable String url, Properties ofPool) {
		Properties asked = new Properties();
		asked.putAll(ofPool);
		Properties ofUrl = (url != null && url.startsWith("jdbc:postgresql:")) ? Driver.parseURL(url, null) : null;
		if (ofUrl != null) {
			ofUrl.stringPropertyNames().forEach((name) -> asked.put(name, ofUrl.getProperty(name)));
		}
		SortedMap<String, String> taken = new TreeMap<>();
		SortedSet<String> left = new TreeSet<>();
		for (Map.Entry<Object, Object> property : asked.entrySet()) {
			String name = property.getKey().toString();
			if (PGProperty.forName(name) == null || isOfTheWay(name)) {
				left.add(name);
			}
			else if (!IDENTITY.contains(name)) {
				taken.put(name, property.getValue().toString());
			}
		}
		return new DriverProperties(taken, left);
	}

	/**
	 * Return the JDBC URL that the application would have without a test database.
	 * @return it, or {@code null} where none of the properties is set
	 */
	static @Nullable String url(Environment environment) {
		Binder binder = Binder.get(environment);
		return URLS.stream()
			.map((property) -> binder.bind(property, String.class).orElse(null))
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null);
	}

	private static boolean isOfTheWay(String name) {
		return WAY.contains(name) || WAY_BY_PREFIX.stream().anyMatch(name::startsWith);
	}

}
