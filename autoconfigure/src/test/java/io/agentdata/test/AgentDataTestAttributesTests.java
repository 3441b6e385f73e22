// SPDX-License-Identifier: Apache-2.0
package io.agentdata.test;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;
import org.springframework.core.env.Environment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the attributes of {@link AgentDataTest @AgentDataTest}.
 */
class AgentDataTestAttributesTests {

	@Nested
	@AgentDataTest(properties = "sample=given", showSql = true,
			includeFilters = @Filter(type = FilterType.ASSIGNABLE_TYPE, classes = NoteService.class))
	class Given {

		@Autowired
		private Environment environment;

		@Autowired
		private ObjectProvider<NoteService> service;

		@Test
		void propertiesAreSet() {
			assertThat(this.environment.getProperty("sample")).isEqualTo("given");
			assertThat(this.environment.getProperty("spring.jpa.show-sql")).isEqualTo("true");
		}

		@Test
		void includedComponentsAreThere() {
			assertThat(this.service.getIfAvailable()).isNotNull();
		}

	}

	@Nested
	@AgentDataTest(useDefaultFilters = false, excludeAutoConfiguration = FlywayAutoConfiguration.class,
			excludeFilters = @Filter(type = FilterType.ASSIGNABLE_TYPE, classes = NoteService.class))
	class LeftOut {

		@Autowired
		private ApplicationContext context;

		@Test
		void excludedComponentsAreNotThere() {
			assertThat(this.context.getBeanProvider(NoteService.class).getIfAvailable()).isNull();
		}

		@Test
		void excludedAutoConfigurationIsNotThere() {
			assertThat(this.context.containsBean("flyway")).isFalse();
		}

	}

}
