// SPDX-License-Identifier: Apache-2.0
package io.agentdata.seed;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.agentdata.test.AgentDataTest;
import io.agentdata.test.Isolated;
import io.agentdata.test.Isolation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the files of {@code @AgentDataTest(seed = …)}.
 */
@AgentDataTest(seed = { "/seed/schema.sql", "../../../seed/place.csv", "classpath:seed/more/place.json",
		"/seed/agent.visit.csv" }, properties = "agent.data.on-leak=heal")
@Import(SeedFilesTests.Counting.class)
class SeedFilesTests {

	private static final AtomicInteger RUNS = new AtomicInteger();

	@Autowired
	private JdbcClient jdbc;

	@BeforeEach
	void findsTheSeedsOfOneRun() {
		assertThat(RUNS).hasValue(1);
		assertThat(strings("SELECT name FROM place ORDER BY id")).containsExactly("Kyoto", "Oslo", "Lima",
				"Tab\tand\\back\nslash", "Ghent");
	}

	@Test
	void csvKeepsQuotedTextAndTakesEmptyAsNull() {
		assertThat(strings("SELECT about FROM place WHERE name = 'Kyoto'"))
			.containsExactly("old; and \"quiet\",\non two lines");
		assertThat(strings("SELECT name FROM place WHERE about IS NULL AND name = 'Oslo'")).hasSize(1);
	}

	@Test
	void csvOfAnotherSchemaKeepsColumnsInMixedCase() {
		assertThat(strings("SELECT place FROM agent.visit ORDER BY \"happenedAt\"")).containsExactly("Kyoto", "Lima");
	}

	@Test
	void vectorsOfCsvAndJsonAreOrderedByDistance() {
		assertThat(strings(
				"SELECT name FROM place WHERE embedding IS NOT NULL ORDER BY embedding <-> '[0.5,1,-2]' LIMIT 2"))
			.containsExactly("Lima", "Oslo");
		assertThat(strings("SELECT embedding::text FROM place WHERE name = 'Kyoto'")).containsExactly("[1,2,3]");
	}

	@Test
	void jsonKeepsWhatIsNestedExactly() {
		assertThat(strings("SELECT details ->> 'exact' FROM place WHERE name = 'Lima'"))
			.containsExactly("0.12345678901234567890");
		assertThat(strings("SELECT details -> 'tags' ->> 1 FROM place WHERE name = 'Lima'")).containsExactly("food");
		assertThat(strings("SELECT details ->> 1 FROM place WHERE name = 'Ghent'")).containsExactly("x");
	}

	@Test
	void jsonLeavesMissingKeysToTheDefault() {
		assertThat(strings("SELECT details ->> 'by' FROM place WHERE name LIKE 'Tab%'")).containsExactly("default");
	}

	@RepeatedTest(2)
	void rollbackBringsTheSeedsBack() {
		deleteAll();
	}

	@RepeatedTest(2)
	@Isolated(Isolation.CLONE_METHOD)
	void cloneBringsTheSeedsBack() {
		deleteAll();
	}

	@RepeatedTest(2)
	@Transactional(propagation = Propagation.NOT_SUPPORTED)
	void healingBringsTheSeedsBack() {
		deleteAll();
	}

	private void deleteAll() {
		this.jdbc.sql("TRUNCATE place, agent.visit RESTART IDENTITY").update();
		assertThat(strings("SELECT name FROM place")).isEmpty();
	}

	private List<String> strings(String sql) {
		return this.jdbc.sql(sql).query(String.class).list();
	}

	/**
	 * Counts the runs of a seeder.
	 */
	@TestConfiguration(proxyBeanMethods = false)
	static class Counting {

		@Bean
		AgentDataSeeder counter() {
			return (seeds) -> RUNS.incrementAndGet();
		}

	}

}
