// SPDX-License-Identifier: Apache-2.0
package io.agentdata.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.jdbc.test.autoconfigure.AutoConfigureJdbc;
import org.springframework.boot.jdbc.test.autoconfigure.AutoConfigureTestDatabase;
import org.springframework.boot.test.autoconfigure.OverrideAutoConfiguration;
import org.springframework.boot.test.context.PropertyMapping;
import org.springframework.boot.test.context.filter.annotation.TypeExcludeFilters;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.core.annotation.AliasFor;
import org.springframework.test.context.BootstrapWith;
import org.springframework.test.context.junit.jupiter.SpringExtension;
import org.springframework.transaction.annotation.Transactional;

/**
 * A test of an agent's memory on a real PostgreSQL with pgvector.
 * <p>
 * It is a test slice like {@code @DataJpaTest}: entities, repositories, JDBC and the
 * migrations of the application are there, other components are not. Each test runs in a
 * transaction that is rolled back, and what that does not undo is named and healed.
 *
 * <pre class="code">
 * &#064;AgentDataTest
 * class ConversationMemoryTests {
 *
 * 	&#064;Autowired
 * 	ConversationRepository conversations;
 *
 * }
 * </pre>
 *
 * No Docker and no installed database are needed: the server is started from binaries on
 * the class path, once for a JVM. All test classes with equal settings share one
 * application context. To give the same database to another Spring Boot test, put
 * {@link AutoConfigureAgentData @AutoConfigureAgentData} on it instead.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@BootstrapWith(AgentDataTestContextBootstrapper.class)
@ExtendWith({ OneSliceCondition.class, SpringExtension.class })
@OverrideAutoConfiguration(enabled = false)
@TypeExcludeFilters(AgentDataTypeExcludeFilter.class)
@Transactional
@AutoConfigureJdbc
@AutoConfigureTestDatabase(replace = AutoConfigureTestDatabase.Replace.NONE)
@AutoConfigureAgentData
@ImportAutoConfiguration
public @interface AgentDataTest {

	/**
	 * How the changes of each test are undone. It does not make another application
	 * context; {@link Isolated @Isolated} chooses for a single method.
	 * @return the isolation
	 */
	Isolation isolation() default Isolation.AUTO;

	/**
	 * Properties that are added to the environment before the test runs.
	 * @return the properties, each as {@code key=value}
	 */
	String[] properties() default {};

	/**
	 * Whether Hibernate writes its SQL to the output. Unlike {@code @DataJpaTest} it does
	 * not by default: the output of a suite stays readable.
	 * @return whether SQL is shown
	 */
	@PropertyMapping("spring.jpa.show-sql")
	boolean showSql() default false;

	/**
	 * Whether only the slice's own components are taken. With {@code false} all of the
	 * application's are.
	 * @return whether the default filters are used
	 */
	boolean useDefaultFilters() default true;

	/**
	 * Filters that add components which the slice would leave out.
	 * @return the filters to include by
	 */
	Filter[] includeFilters() default {};

	/**
	 * Filters that leave out components which the slice would take.
	 * @return the filters to exclude by
	 */
	Filter[] excludeFilters() default {};

	/**
	 * Auto-configurations that this test does without.
	 * @return the auto-configuration classes to leave out
	 */
	@AliasFor(annotation = ImportAutoConfiguration.class, attribute = "exclude")
	Class<?>[] excludeAutoConfiguration() default {};

}
