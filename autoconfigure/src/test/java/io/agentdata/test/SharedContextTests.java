// SPDX-License-Identifier: Apache-2.0
package io.agentdata.test;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import javax.sql.DataSource;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineTestKit;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

/**
 * Counts the contexts and the DataSources of test classes with equal settings.
 */
class SharedContextTests {

	private static final Set<ApplicationContext> CONTEXTS = ConcurrentHashMap.newKeySet();

	private static final Set<DataSource> DATA_SOURCES = ConcurrentHashMap.newKeySet();

	@BeforeEach
	void forget() {
		CONTEXTS.clear();
		DATA_SOURCES.clear();
	}

	@Test
	void classesOfEqualSettingsShareOneContextAndOneDataSource() {
		EngineTestKit.engine("junit-jupiter")
			.selectors(selectClass(FirstCase.class), selectClass(SecondCase.class), selectClass(InheritingCase.class))
			.execute()
			.testEvents()
			.assertStatistics((statistics) -> statistics.succeeded(4).failed(0));
		assertThat(CONTEXTS).hasSize(1);
		assertThat(DATA_SOURCES).hasSize(1);
	}

	@AgentDataTest
	static class FirstCase {

		@Autowired
		void count(ApplicationContext context, DataSource dataSource) {
			CONTEXTS.add(context);
			DATA_SOURCES.add(dataSource);
		}

		@Test
		void first() {
		}

		@Nested
		class Inner {

			@Test
			void inner() {
			}

		}

	}

	@AgentDataTest
	static class SecondCase {

		@Autowired
		void count(ApplicationContext context, DataSource dataSource) {
			CONTEXTS.add(context);
			DATA_SOURCES.add(dataSource);
		}

		@Test
		void second() {
		}

	}

	static class InheritingCase extends SecondCase {

	}

}
