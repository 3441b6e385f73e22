// SPDX-License-Identifier: Apache-2.0
package io.agentdata.h2;

import java.sql.SQLException;
import java.util.List;

import io.agentdata.database.h2.H2Database;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import org.hibernate.SessionFactory;
import org.hibernate.annotations.Array;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.hibernate.type.SqlTypes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for the schemas that Hibernate makes on our H2.
 */
class VectorSchemaTests {

	private H2Database database;

	@BeforeEach
	void createDatabase() throws SQLException {
		this.database = H2Database.create("vector schema", "careers");
	}

	@AfterEach
	void close() throws SQLException {
		this.database.close();
	}

	@Test
	void schemaIsUpdatedAndValidated() {
		for (String action : List.of("create-only", "update", "validate", "create-drop", "update", "create")) {
			try (SessionFactory sessions = sessionFactory(action)) {
				List<String> types = sessions.fromSession((session) -> session
					.createNativeQuery("SELECT domain_name FROM information_schema.columns WHERE table_name = 'shelf' "
							+ "AND data_type = 'array' ORDER BY column_name", String.class)
					.getResultList());
				assertThat(types).containsExactly("vector", "vector_3", null);
			}
		}
	}

	@Test
	void vectorsWithoutALengthAndOtherArraysAreStored() {
		try (SessionFactory sessions = sessionFactory("create")) {
			sessions.inTransaction((session) -> {
				Shelf shelf = new Shelf();
				shelf.id = 1;
				shelf.open = new float[] { 1, 2, 3, 4, 5 };
				shelf.tags = new String[] { "a", "b,c" };
				session.persist(shelf);
			});
			sessions.inSession((session) -> {
				Shelf shelf = session.find(Shelf.class, 1);
				assertThat(shelf.open).containsExactly(1, 2, 3, 4, 5);
				assertThat(shelf.tags).containsExactly("a", "b,c");
				assertThat(shelf.small).isNull();
			});
		}
	}

	@Test
	void restoreKeepsHibernatesSchema() throws SQLException {
		try (SessionFactory sessions = sessionFactory("create")) {
			this.database.snapshot("schema");
			sessions.inTransaction((session) -> {
				Shelf shelf = new Shelf();
				shelf.id = 1;
				shelf.small = new float[] { 1, 2, 3 };
				session.persist(shelf);
			});
			this.database.restore("schema");
			assertThatNoException().isThrownBy(() -> sessionFactory("validate").close());
			sessions.inSession((session) -> assertThat(session.find(Shelf.class, 1)).isNull());
		}
	}

	private SessionFactory sessionFactory(String action) {
		return new HibernatePersistenceConfiguration("schema").managedClass(Shelf.class)
			.property(AvailableSettings.JAKARTA_NON_JTA_DATASOURCE, this.database.dataSource())
			.property(AvailableSettings.HBM2DDL_AUTO, action)
			.property("hibernate.hbm2ddl.halt_on_error", true)
			.createEntityManagerFactory();
	}

	/**
	 * An entity with arrays of several kinds.
	 */
	@Entity(name = "shelf")
	static class Shelf {

		@Id
		Integer id;

		@JdbcTypeCode(SqlTypes.VECTOR)
		float[] open;

		@JdbcTypeCode(SqlTypes.VECTOR)
		@Array(length = 3)
		float[] small;

		String[] tags;

	}

}
