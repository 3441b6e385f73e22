// SPDX-License-Identifier: Apache-2.0
package io.agentdata.report;

import java.time.Duration;

import io.agentdata.database.Capability;
import io.agentdata.database.DatabaseConfig.Pool;
import io.agentdata.database.DatabaseFactory;
import io.agentdata.database.Engine;
import io.agentdata.database.embedded.EmbeddedOptions;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DatabaseReport}.
 */
class DatabaseReportTests {

	private final DatabaseReport report = new DatabaseReport();

	@Test
	void textWithoutAContextIsEmpty() {
		this.report.addTest(Engine.EMBEDDED);
		assertThat(this.report.text()).isEmpty();
	}

	@Test
	void textTellsEngineTimesAndCounts() {
		try (DatabaseFactory factory = DatabaseFactory.embedded(EmbeddedOptions.defaults(), "public", Pool.DEFAULTS)) {
			this.report.addContext(factory, Duration.ofMillis(1200));
			this.report.addContext(factory, Duration.ofMillis(34));
			this.report.addTest(Engine.EMBEDDED);
			this.report.addTest(Engine.H2);
			this.report.addTest(Engine.EMBEDDED);
			this.report.addSkipped("MemoryTests.usesTheIndex()", Capability.VECTOR_INDEX, Engine.H2);
			this.report.addReset(null);
			this.report.addReset("the definition of public.created changed");
			this.report.addReset(null);
			assertThat(this.report.text()).hasValueSatisfying((text) -> assertThat(text.lines()).satisfiesExactly(
					(line) -> assertThat(line).isEqualTo("AgentData"),
					(line) -> assertThat(line)
						.matches("  engine          embedded, PostgreSQL 17\\.\\d+ with pgvector \\S+"),
					(line) -> assertThat(line).matches("  ready after     [\\d,]+ ms"),
					(line) -> assertThat(line).isEqualTo("  contexts        2"),
					(line) -> assertThat(line).isEqualTo("  tests           2 on embedded, 1 on h2"),
					(line) -> assertThat(line).isEqualTo("  database set-up 1,234 ms"),
					(line) -> assertThat(line).isEqualTo("  put back        2 in place"),
					(line) -> assertThat(line)
						.isEqualTo("  put back        1 by a clone: the definition of public.created changed"),
					(line) -> assertThat(line)
						.isEqualTo("  skipped         MemoryTests.usesTheIndex() on h2: no VECTOR_INDEX")));
		}
	}

}
