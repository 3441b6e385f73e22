// SPDX-License-Identifier: Apache-2.0
package io.agentdata.autoconfigure;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests when {@link SchemaFromEntities} leaves the schema to others.
 */
class SchemaFromEntitiesSettingsTests {

	private static final String DDL_AUTO = "hibernate.hbm2ddl.auto";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(AgentDataAutoConfiguration.class, DataSourceAutoConfiguration.class,
				HibernateJpaAutoConfiguration.class))
		.withPropertyValues("agent.data.engine=auto");

	@Test
	void nothingElseMakesTheSchema() {
		this.runner.run((context) -> assertThat(jpaProperties(context)).containsEntry(DDL_AUTO, "create-only"));
	}

	@Test
	void flywayMakesTheSchema() {
		this.runner.withConfiguration(AutoConfigurations.of(FlywayAutoConfiguration.class))
			.run((context) -> assertThat(jpaProperties(context)).doesNotContainKey(DDL_AUTO));
	}

	@ParameterizedTest
	@ValueSource(strings = { "spring.jpa.hibernate.ddl-auto=none", "spring.sql.init.mode=always" })
	void theApplicationSaysWhoMakesTheSchema(String property) {
		this.runner.withPropertyValues(property)
			.run((context) -> assertThat(jpaProperties(context)).doesNotContainKey(DDL_AUTO));
	}

	private static Map<String, Object> jpaProperties(ApplicationContext context) {
		return context.getBean(LocalContainerEntityManagerFactoryBean.class).getJpaPropertyMap();
	}

}
