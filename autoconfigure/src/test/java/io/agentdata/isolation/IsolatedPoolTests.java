// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.sql.Connection;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.agentdata.autoconfigure.AgentDataAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.PriorityOrdered;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link IsolatedPool}.
 */
class IsolatedPoolTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withPropertyValues("agent.data.engine=embedded")
		.withConfiguration(AutoConfigurations.of(AgentDataAutoConfiguration.class, DataSourceAutoConfiguration.class,
				JdbcTemplateAutoConfiguration.class, JdbcClientAutoConfiguration.class,
				IsolationAutoConfiguration.class));

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void sessionsHaveTheDriversPropertiesOfTheApplication(CapturedOutput output) {
		this.runner
			.withPropertyValues(
					"spring.datasource.url=jdbc:postgresql://${DB_HOST}:5432/shop?currentSchema=shop&sslmode=require",
					"spring.datasource.hikari.data-source-properties.options=-c work_mem=3MB",
					"spring.datasource.hikari.data-source-properties.stringtype=unspecified")
			.run((context) -> {
				JdbcClient jdbc = context.getBean(JdbcClient.class);
				assertThat(setting(jdbc, "search_path")).isEqualTo("shop");
				assertThat(setting(jdbc, "work_mem")).isEqualTo("3MB");
				jdbc.sql("CREATE TEMP TABLE event (id int, body jsonb)").update();
				jdbc.sql("INSERT INTO event VALUES (?, ?)").param("1").param("{}").update();
				assertThat(output)
					.containsOnlyOnce("Connections to the test database go without these properties of the "
							+ "application's URL and pool, which say how its own server is reached, or which the driver does "
							+ "not know: [sslmode]");
			});
	}

	@Test
	void aDataSourceThatAPostProcessorNeedsIsIsolated() {
		this.runner.withUserConfiguration(NeedsDataSource.class).run((context) -> {
			ready(context);
			assertThat(context.getBean(DataSource.class)).isInstanceOf(IsolatedDataSource.class);
			assertThat(context.getBean(IsolationStart.class).isolation()).isNotNull();
		});
	}

	@Test
	void aDataSourceThatIsWrappedAfterwardsIsIsolated() {
		this.runner.withUserConfiguration(WrapsAfterwards.class).run((context) -> {
			ready(context);
			assertThat(context.getBean(DataSource.class)).isInstanceOf(DelegatingDataSource.class);
			assertThat(context.getBean(IsolationStart.class).isolation()).isNotNull();
		});
	}

	@Test
	void aDataSourceThatIsMadeBeforeAllPostProcessorsIsRefused() {
		this.runner.withPropertyValues("spring.datasource.url=jdbc:postgresql://db.invalid/shop")
			.withUserConfiguration(NeedsDataSourceFirst.class)
			.run((context) -> assertThatExceptionOfType(UnsupportedPoolException.class).isThrownBy(() -> ready(context))
				.withMessageStartingWith("The application's pool was made too early for tests to be isolated.")
				.withMessageContaining("The DataSource is a %s that was made before", HikariDataSource.class.getName())
				.withMessageContaining(" - Let that post-processor ask for the DataSource when it first needs it"));
	}

	@Test
	void aDataSourceThatIsWrappedBeforehandIsRefused() {
		this.runner.withUserConfiguration(WrapsBeforehand.class)
			.run((context) -> assertThatExceptionOfType(UnsupportedPoolException.class).isThrownBy(() -> ready(context))
				.withMessageStartingWith("The application's pool was wrapped before tests could be isolated in it.")
				.withMessageContaining("The DataSource is a %s around a HikariDataSource",
						DelegatingDataSource.class.getName())
				.withMessageContaining(" - Wrap the DataSource in postProcessAfterInitialization"));
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void workThatGoesOnAfterTheStartIsNamed(CapturedOutput output) {
		this.runner.run((context) -> {
			try (Connection connection = context.getBean(DataSource.class).getConnection()) {
				ready(context);
				assertThat(connection.isValid(1)).isTrue();
			}
			assertThat(output)
				.contains("The application is up, and a connection is still in use: that of thread '"
						+ Thread.currentThread().getName() + "', which took it at " + getClass().getName())
				.contains("let the start wait for it: in an ApplicationRunner, or in a listener without @Async.");
		});
	}

	private static void ready(AssertableApplicationContext context) {
		assertThat(context).hasNotFailed();
		AvailabilityChangeEvent.publish((ApplicationContext) context.getSourceApplicationContext(),
				ReadinessState.ACCEPTING_TRAFFIC);
	}

	private static Object wrapped(Object bean) {
		return (bean instanceof DataSource dataSource) ? new DelegatingDataSource(dataSource) : bean;
	}

	private static String setting(JdbcClient jdbc, String name) {
		return jdbc.sql("SELECT current_setting(?)").param(name).query(String.class).single();
	}

	@Configuration(proxyBeanMethods = false)
	static class NeedsDataSource {

		@Bean
		static BeanPostProcessor needsDataSource(DataSource dataSource) {
			return new BeanPostProcessor() {
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NeedsDataSourceFirst {

		@Bean
		static First needsDataSource(DataSource dataSource) {
			return new First() {
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WrapsAfterwards {

		@Bean
		static BeanPostProcessor wraps() {
			return new BeanPostProcessor() {

				@Override
				public Object postProcessAfterInitialization(Object bean, String beanName) {
					return wrapped(bean);
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WrapsBeforehand {

		@Bean
		static First wraps() {
			return new First() {

				@Override
				public Object postProcessBeforeInitialization(Object bean, String beanName) {
					return wrapped(bean);
				}

			};
		}

	}

	/**
	 * Comes after Boot's own post-processors, and before ours.
	 */
	interface First extends BeanPostProcessor, PriorityOrdered {

		@Override
		default int getOrder() {
			return HIGHEST_PRECEDENCE + 5;
		}

	}

}
