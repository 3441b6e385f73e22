// SPDX-License-Identifier: Apache-2.0
package io.agentdata.test;

import javax.sql.DataSource;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.data.jpa.test.autoconfigure.DataJpaTest;
import org.springframework.boot.jdbc.test.autoconfigure.JdbcTest;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.support.JdbcUtils;
import org.springframework.jdbc.support.MetaDataAccessException;
import org.springframework.transaction.annotation.Transactional;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that Boot's own tests work beside ours, and with
 * {@link AutoConfigureAgentData @AutoConfigureAgentData}.
 */
class OtherBootTestsTests {

	private static final String WITHOUT_MIGRATIONS = "spring.flyway.enabled=false";

	private static String product(DataSource dataSource) throws MetaDataAccessException {
		return JdbcUtils.extractDatabaseMetaData(dataSource, (metaData) -> metaData.getDatabaseProductName());
	}

	@Nested
	@SpringBootTest
	@AutoConfigureAgentData
	@Transactional
	class SpringBootTestWithAgentData {

		@Autowired
		private DataSource dataSource;

		@Autowired
		private NoteService service;

		@Autowired
		private NoteRepository notes;

		@Test
		void runsOnPostgres() throws MetaDataAccessException {
			assertThat(product(this.dataSource)).isEqualTo("PostgreSQL");
			assertThat(this.service).isNotNull();
			assertThat(this.notes.count()).isZero();
		}

	}

	@Nested
	@DataJpaTest
	@AutoConfigureAgentData
	class DataJpaTestWithAgentData {

		@Autowired
		private DataSource dataSource;

		@Autowired
		private NoteRepository notes;

		@Test
		void runsOnPostgres() throws MetaDataAccessException {
			assertThat(product(this.dataSource)).isEqualTo("PostgreSQL");
			assertThat(this.notes.count()).isZero();
		}

	}

	@Nested
	@JdbcTest
	@AutoConfigureAgentData
	class JdbcTestWithAgentData {

		@Autowired
		private DataSource dataSource;

		@Test
		void runsOnPostgres() throws MetaDataAccessException {
			assertThat(product(this.dataSource)).isEqualTo("PostgreSQL");
		}

	}

	@Nested
	@DataJpaTest(properties = { WITHOUT_MIGRATIONS, "spring.jpa.hibernate.ddl-auto=none" })
	class DataJpaTestAlone {

		@Autowired
		private DataSource dataSource;

		@Test
		void runsOnH2AsBefore() throws MetaDataAccessException {
			assertThat(product(this.dataSource)).isEqualTo("H2");
		}

	}

	@Nested
	@JdbcTest(properties = WITHOUT_MIGRATIONS)
	class JdbcTestAlone {

		@Autowired
		private DataSource dataSource;

		@Test
		void runsOnH2AsBefore() throws MetaDataAccessException {
			assertThat(product(this.dataSource)).isEqualTo("H2");
		}

	}

	@Nested
	@SpringBootTest(properties = { WITHOUT_MIGRATIONS, "spring.jpa.hibernate.ddl-auto=none",
			"spring.datasource.url=jdbc:h2:mem:own" })
	class SpringBootTestAlone {

		@Autowired
		private DataSource dataSource;

		@Test
		void runsOnItsOwnDatabaseAsBefore() throws MetaDataAccessException {
			assertThat(product(this.dataSource)).isEqualTo("H2");
		}

	}

}
