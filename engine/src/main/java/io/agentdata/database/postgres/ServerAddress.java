// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.postgres;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.postgresql.Driver;

/**
 * Where a PostgreSQL is, and how connections to it are made.
 *
 * @param hosts what stands between {@code jdbc:postgresql:} and the database, such as
 * {@code //localhost:5432/}
 * @param database a database that is there to begin with
 * @param parameters the URL's parameters with their question mark, or nothing
 * @param ours whether we have started the server, near and for tests only
 * @see <a href= "https://jdbc.postgresql.org/documentation/use/">the driver's URLs</a>
 */
public record ServerAddress(String hosts, String database, String parameters, boolean ours) {

	private static final String SCHEME = "jdbc:postgresql:";

	private static final Pattern URL = Pattern.compile(SCHEME + "((?://[^/?]*/?)?)([^/?]*)((?:\\?.*)?)");

	private static final Pattern LOGIN = Pattern.compile("[?&](?:user|password)=");

	private static final String DEFAULT_DATABASE = "postgres";

	/**
	 * Return the address of a server that we have started.
	 * @param host the address that it listens on
	 * @param port the TCP port
	 * @return the address
	 */
	public static ServerAddress of(String host, int port) {
		return new ServerAddress("//%s:%s/".formatted(host, port), DEFAULT_DATABASE, "", true);
	}

	/**
	 * Return the address in a URL of the driver's.
	 * @param url a URL that starts with {@code jdbc:postgresql:}; its database is there
	 * to begin with, and its parameters are kept
	 * @return the address of a server that is not ours
	 * @throws IllegalArgumentException if it is no such URL, or one with a user or a
	 * password; the message is a reason that shows neither
	 */
	public static ServerAddress parse(String url) {
		Matcher matcher = URL.matcher(url);
		if (!matcher.matches()) {
			throw new IllegalArgumentException("it is no JDBC URL of PostgreSQL");
		}
		String hosts = matcher.group(1);
		String database = matcher.group(2);
		ServerAddress address = new ServerAddress((hosts.isEmpty() || hosts.endsWith("/")) ? hosts : hosts + "/",
				database.isEmpty() ? DEFAULT_DATABASE : database, matcher.group(3), false);
		if (hosts.contains("@") || LOGIN.matcher(address.parameters).find()) {
			throw new IllegalArgumentException("a user or a password in it would be shown in logs");
		}
		if (Driver.parseURL(address.url(address.database), null) == null) {
			throw new IllegalArgumentException("PostgreSQL's driver does not understand it");
		}
		return address;
	}

	/**
	 * Return the URL of a database there.
	 * @param name the database's name
	 * @return a URL of the driver's
	 */
	String url(String name) {
		return SCHEME + this.hosts + name + this.parameters;
	}

}
