// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.util.Map;
import java.util.Properties;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DriverProperties}.
 */
class DriverPropertiesTests {

	private final Properties ofPool = new Properties();

	@Test
	void whatSaysHowToWorkIsTaken() {
		this.ofPool.setProperty("reWriteBatchedInserts", "true");
		DriverProperties properties = DriverProperties.of(
				"jdbc:postgresql://db.invalid:6543/shop?stringtype=unspecified&options=-c%20work_mem%3D1MB",
				this.ofPool);
		assertThat(properties.taken()).isEqualTo(
				Map.of("stringtype", "unspecified", "options", "-c work_mem=1MB", "reWriteBatchedInserts", "true"));
		assertThat(properties.left()).isEmpty();
	}

	@Test
	void whatSaysHowAServerIsReachedIsLeft() {
		DriverProperties properties = DriverProperties
			.of("jdbc:postgresql://a.invalid,b.invalid/shop?user=ada&password=secret&sslmode=verify-full&sslrootcert=/ca.pem"
					+ "&targetServerType=primary&gssEncMode=disable", this.ofPool);
		assertThat(properties.taken()).isEmpty();
		assertThat(properties.left()).containsExactly("gssEncMode", "sslmode", "sslrootcert", "targetServerType");
	}

	@Test
	void whatTheDriverDoesNotKnowIsLeft() {
		this.ofPool.setProperty("cachePrepStmts", "true");
		DriverProperties properties = DriverProperties.of("jdbc:postgresql:shop?frobnicate=1", this.ofPool);
		assertThat(properties.taken()).isEmpty();
		assertThat(properties.left()).containsExactly("cachePrepStmts", "frobnicate");
	}

	@Test
	void theUrlGoesBeforeThePool() {
		this.ofPool.setProperty("stringtype", "varchar");
		assertThat(DriverProperties.of("jdbc:postgresql://db.invalid/shop?stringtype=unspecified", this.ofPool).taken())
			.isEqualTo(Map.of("stringtype", "unspecified"));
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "jdbc:h2:mem:shop;MODE=PostgreSQL", "jdbc:tc:postgresql:17:///shop?stringtype=unspecified",
			"jdbc:postgresql://${DB_HOST}:${DB_PORT}/shop", "nonsense" })
	void aUrlThatTheDriverDoesNotReadSaysNothing(String url) {
		this.ofPool.setProperty("stringtype", "unspecified");
		DriverProperties properties = DriverProperties.of(url, this.ofPool);
		assertThat(properties.taken()).isEqualTo(Map.of("stringtype", "unspecified"));
		assertThat(properties.left()).isEmpty();
	}

	@Test
	void theUrlIsThatOfTheApplicationWithoutATestDatabase() {
		MockEnvironment environment = new MockEnvironment();
		assertThat(DriverProperties.url(environment)).isNull();
		environment.setProperty("spring.datasource.url", "jdbc:postgresql://${DB_HOST}/shop");
		assertThat(DriverProperties.url(environment)).isEqualTo("jdbc:postgresql://${DB_HOST}/shop");
		environment.setProperty("spring.datasource.hikari.jdbc-url", "jdbc:postgresql:pool");
		assertThat(DriverProperties.url(environment)).isEqualTo("jdbc:postgresql:pool");
		environment.setProperty("agent.data.url", "jdbc:postgresql:ours");
		assertThat(DriverProperties.url(environment)).isEqualTo("jdbc:postgresql:ours");
	}

}
