// SPDX-License-Identifier: Apache-2.0
package io.agentdata.h2;

import java.util.Map;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import org.hibernate.SessionFactory;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.hibernate.type.SqlTypes;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that an H2 of the application's own is none of our business.
 */
class ForeignDatabaseTests {

	@Test
	void anotherH2IsLeftAlone() {
		try (SessionFactory sessions = new HibernatePersistenceConfiguration("foreign").managedClass(Plain.class)
			.property(AvailableSettings.JAKARTA_JDBC_URL, "jdbc:h2:mem:foreign")
			.property(AvailableSettings.HBM2DDL_AUTO, "create-drop")
			.createEntityManagerFactory()) {
			assertThat(sessions.unwrap(SessionFactoryImplementor.class)
				.getQueryEngine()
				.getSqmFunctionRegistry()
				.findFunctionDescriptor("cosine_distance")).isNull();
			sessions.inTransaction((session) -> {
				assertThat(session
					.createNativeQuery("SELECT data_type || coalesce(domain_name, '') FROM information_schema.columns "
							+ "WHERE column_name = 'DETAILS'", String.class)
					.getSingleResult()).isEqualTo("JSON");
				assertThat(session.createNativeQuery("SELECT count(*) FROM information_schema.domains", Integer.class)
					.getSingleResult()).isZero();
			});
		}
	}

	/**
	 * An entity without vectors.
	 */
	@Entity(name = "plain")
	static class Plain {

		@Id
		Integer id;

		@JdbcTypeCode(SqlTypes.JSON)
		Map<String, Object> details;

	}

}
