// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.external;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A database that a JVM of ours has made. Its name tells the JVM, its owner is the role,
 * and its comment says how long it is kept if the JVM loses its connection.
 *
 * @param name its name
 * @param jvm who has made it
 * @param leaseEnd how long it is kept, by the server's clock
 */
record OurDatabase(String name, JvmId jvm, Instant leaseEnd) {

	private static final String COMMENT = "AgentData keeps this for a test run until ";

	private static final Pattern LEASE = Pattern.compile(COMMENT + "(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ)");

	private static final String QUERY = """
			SELECT datname, shobj_description(pg_database.oid, 'pg_database')
			FROM pg_database JOIN pg_roles ON datdba = pg_roles.oid
			WHERE rolname = current_user AND datname LIKE 'agent\\_data\\_%' ORDER BY datname
			""";

	/**
	 * Return the databases that JVMs of ours have made with this role.
	 */
	static List<OurDatabase> all(Connection connection) throws SQLException {
		List<OurDatabase> databases = new ArrayList<>();
		try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(QUERY)) {
			while (rows.next()) {
				String name = rows.getString(1);
				Instant renewed = leaseEnd(rows.getString(2));
				JvmId.of(name)
					.ifPresent((jvm) -> databases
						.add(new OurDatabase(name, jvm, renewed.isAfter(jvm.leaseEnd()) ? renewed : jvm.leaseEnd())));
			}
		}
		return databases;
	}

	/**
	 * Return what time it is for the server.
	 */
	static Instant now(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery("SELECT now()")) {
			row.next();
			return row.getObject(1, OffsetDateTime.class).toInstant();
		}
	}

	/**
	 * Keep the database for longer.
	 */
	void keep(Connection connection, Instant until) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute("COMMENT ON DATABASE %s IS '%s%s'".formatted(this.name, COMMENT,
					until.truncatedTo(ChronoUnit.SECONDS)));
		}
	}

	private static Instant leaseEnd(@Nullable String comment) {
		Matcher matcher = LEASE.matcher((comment != null) ? comment : "");
		return matcher.matches() ? Instant.parse(matcher.group(1)) : Instant.EPOCH;
	}

}
