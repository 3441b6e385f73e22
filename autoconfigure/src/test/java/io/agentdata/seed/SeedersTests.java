// SPDX-License-Identifier: Apache-2.0
package io.agentdata.seed;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

import io.agentdata.test.AgentDataTest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AgentDataSeeder} beans.
 */
@AgentDataTest(seed = "/seed/place.csv")
@Import(SeedersTests.Seeding.class)
class SeedersTests {

	private static final int ROWS = 20_000;

	private static final List<String> ORDER = Collections.synchronizedList(new ArrayList<>());

	private static final List<String> TRANSACTIONS = Collections.synchronizedList(new ArrayList<>());

	@Autowired
	private JdbcClient jdbc;

	@Test
	void seedersRunInOrderAfterTheRunnersOfTheApplication() {
		assertThat(ORDER).containsExactly("runner", "schema", "20000 rows");
	}

	@Test
	void seedersShareOneTransaction() {
		assertThat(TRANSACTIONS).hasSize(2);
		assertThat(TRANSACTIONS.get(0)).isEqualTo(TRANSACTIONS.get(1));
	}

	@Test
	void copyKeepsEachRow() {
		assertThat(this.jdbc
			.sql("""
					SELECT count(*) FROM place
					WHERE embedding = ARRAY[substr(name, 6)::int, 0.5, 0]::vector AND about = E'a\\tb\\\\c' AND details IS NOT NULL
					""")
			.query(Integer.class)
			.single()).isEqualTo(ROWS);
	}

	@Test
	void filesAreLoadedAfterTheSeeders() {
		assertThat(this.jdbc.sql("SELECT max(id) FROM place WHERE name IN ('Kyoto', 'Oslo')")
			.query(Integer.class)
			.single()).isEqualTo(ROWS + 2);
	}

	/**
	 * Two seeders, declared in the wrong order.
	 */
	@TestConfiguration(proxyBeanMethods = false)
	static class Seeding {

		private static final String TRANSACTION = "SELECT pg_current_xact_id()::text";

		@Bean
		@Order(2)
		AgentDataSeeder rows(JdbcClient jdbc) {
			return (seeds) -> {
				TRANSACTIONS.add(jdbc.sql(TRANSACTION).query(String.class).single());
				long copied = seeds.copy("public.place", List.of("name", "about", "embedding"), IntStream.range(0, ROWS)
					.mapToObj((i) -> new Object[] { "place" + i, "a\tb\\c", new float[] { i, 0.5f, 0 } }));
				ORDER.add(copied + " rows");
			};
		}

		@Bean
		@Order(1)
		AgentDataSeeder schema(JdbcClient jdbc) {
			return (seeds) -> {
				seeds.load(new ClassPathResource("seed/schema.sql"));
				TRANSACTIONS.add(jdbc.sql(TRANSACTION).query(String.class).single());
				ORDER.add("schema");
			};
		}

		@Bean
		ApplicationRunner runner() {
			return (arguments) -> ORDER.add("runner");
		}

	}

}
