// SPDX-License-Identifier: Apache-2.0
package io.agentdata.autoconfigure;

import java.util.Arrays;

import io.agentdata.database.DatabaseFactory;
import io.agentdata.database.external.ExternalOptions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/**
 * The server that the application's tests have named by themselves, as
 * {@code @ServiceConnection} does for a container. Databases are made there.
 */
final class OwnConnectionDetails {

	private static final Logger logger = LoggerFactory.getLogger(OwnConnectionDetails.class);

	private static final String POSTGRES = "jdbc:postgresql:";

	private OwnConnectionDetails() {
	}

	/**
	 * Return a factory on that server.
	 * @return it, or {@code null} where the application names none
	 */
	static @Nullable DatabaseFactory factory(ListableBeanFactory beans, AgentDataProperties properties) {
		String name = Arrays.stream(beans.getBeanNamesForType(JdbcConnectionDetails.class, false, false))
			.filter((candidate) -> !candidate.equals(ConnectionDetailsMark.MARKED))
			.findFirst()
			.orElse(null);
		if (name == null) {
			return null;
		}
		JdbcConnectionDetails details = beans.getBean(name, JdbcConnectionDetails.class);
		if (!details.getJdbcUrl().startsWith(POSTGRES)) {
			throw new OtherDatabaseException("The bean '%s'".formatted(name), details.getJdbcUrl());
		}
		logger.info("The databases are made on the server of the application's own connection details, '{}'", name);
		String username = details.getUsername();
		String password = details.getPassword();
		return DatabaseFactory.external(
				new ExternalOptions(details.getJdbcUrl(), (username != null) ? username : "",
						(password != null) ? password : "", properties.external().lease()),
				properties.schema(), properties.databasePool());
	}

}
