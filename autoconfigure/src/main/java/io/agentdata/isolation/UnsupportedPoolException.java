// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.sql.SQLException;
import java.util.List;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.agentdata.AgentDataException;

/**
 * The application's connection pool is none that tests can be kept apart with.
 */
final class UnsupportedPoolException extends AgentDataException {

	private static final long serialVersionUID = 1L;

	private UnsupportedPoolException(String description, String reason, List<String> actions) {
		super(description, reason, actions, null);
	}

	/**
	 * Explain why a DataSource is not the pool that tests are isolated in.
	 * @param dataSource the application's DataSource
	 */
	static UnsupportedPoolException of(DataSource dataSource) {
		String type = dataSource.getClass().getName();
		if (dataSource instanceof HikariDataSource) {
			return new UnsupportedPoolException("The application's pool was made too early for tests to be isolated.",
					"The DataSource is a %s that was made before the post-processors of beans were there, ours and Spring Boot's: a BeanFactoryPostProcessor needs it, or a BeanPostProcessor that is PriorityOrdered."
						.formatted(type),
					List.of("Let that post-processor ask for the DataSource when it first needs it: inject an ObjectProvider<DataSource>.",
							"Declare its @Bean method static, so that the configuration class with its dependencies is not made for it."));
		}
		if (wrapsHikari(dataSource)) {
			return new UnsupportedPoolException(
					"The application's pool was wrapped before tests could be isolated in it.",
					"The DataSource is a %s around a HikariDataSource, which a BeanPostProcessor put there before the pool was initialised."
						.formatted(type),
					List.of("Wrap the DataSource in postProcessAfterInitialization instead of postProcessBeforeInitialization, "
							+ "or let the post-processor be Ordered instead of PriorityOrdered."));
		}
		return new UnsupportedPoolException("Tests cannot be isolated with this connection pool.",
				"The DataSource is a %s. Its connections cannot be watched, nor led to a clone.".formatted(type),
				List.of("Let Spring Boot choose HikariCP: add com.zaxxer:HikariCP, and take spring.datasource.type away.",
						"Where production needs the other pool, set spring.datasource.type="
								+ "com.zaxxer.hikari.HikariDataSource for tests."));
	}

	private static boolean wrapsHikari(DataSource dataSource) {
		try {
			return dataSource.isWrapperFor(HikariDataSource.class);
		}
		catch (SQLException ex) {
			return false;
		}
	}

}
