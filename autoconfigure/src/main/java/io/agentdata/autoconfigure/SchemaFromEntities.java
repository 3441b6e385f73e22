// SPDX-License-Identifier: Apache-2.0
package io.agentdata.autoconfigure;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import io.agentdata.database.postgres.Extensions;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.hibernate.autoconfigure.HibernatePropertiesCustomizer;
import org.springframework.boot.jdbc.SchemaManagement;
import org.springframework.boot.jdbc.SchemaManagementProvider;
import org.springframework.core.env.Environment;

/**
 * Lets Hibernate make the schema where no migration tool, no script and no setting of the
 * application's does: the database is new, and would be empty. Boot itself does so for
 * H2.
 */
final class SchemaFromEntities implements HibernatePropertiesCustomizer {

	private static final List<String> SETTINGS_OF_THE_APPLICATION = List.of("spring.jpa.hibernate.ddl-auto",
			"spring.jpa.generate-ddl", "spring.jpa.properties.hibernate.hbm2ddl.auto",
			"spring.jpa.properties.jakarta.persistence.schema-generation.database.action");

	private final Environment environment;

	private final DataSource dataSource;

	private final ObjectProvider<SchemaManagementProvider> providers;

	SchemaFromEntities(Environment environment, DataSource dataSource,
			ObjectProvider<SchemaManagementProvider> providers) {
		this.environment = environment;
		this.dataSource = dataSource;
		this.providers = providers;
	}

	@Override
	public void customize(Map<String, Object> hibernateProperties) {
		if (!isManaged()) {
			createVectorExtension();
			hibernateProperties.put("hibernate.hbm2ddl.auto", "create-only");
			hibernateProperties.put("hibernate.hbm2ddl.create_namespaces", true);
			hibernateProperties.put("hibernate.hbm2ddl.halt_on_error", true);
		}
	}

	private boolean isManaged() {
		return SETTINGS_OF_THE_APPLICATION.stream().anyMatch(this.environment::containsProperty)
				|| "always".equalsIgnoreCase(this.environment.getProperty("spring.sql.init.mode"))
				|| this.providers.stream()
					.anyMatch((provider) -> provider.getSchemaManagement(this.dataSource) == SchemaManagement.MANAGED);
	}

	private void createVectorExtension() {
		try (Connection connection = this.dataSource.getConnection();
				Statement statement = connection.createStatement()) {
			boolean postgres = connection.getMetaData().getURL().startsWith("jdbc:postgresql:");
			if (postgres && Extensions.availableVersion(connection, "vector") != null) {
				statement.execute("CREATE EXTENSION IF NOT EXISTS vector");
			}
		}
		catch (SQLException ex) {
			throw new IllegalStateException(
					"Before Hibernate makes the schema, pgvector was to be installed in the test's database: %s"
						.formatted(ex.getMessage()),
					ex);
		}
	}

}
