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
 * transaction that is rolled back; a commit beside it is named, and put back.
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
	 * Files with rows that each test finds in the database. They are loaded once for an
	 * application context, after all that the application does at its start, in the order
	 * given; test classes with the same files share a context. A location is relative to
	 * the package of the test class, or begins at the root of the class path with
	 * {@code /} or {@code classpath:}.
	 * <ul>
	 * <li>{@code *.sql}: statements, as for Spring's {@code @Sql}.</li>
	 * <li>{@code table.csv}, {@code schema.table.csv}: the first line names the columns;
	 * a value that is empty and not quoted is {@code NULL}.</li>
	 * <li>{@code table.json}, {@code schema.table.json}: an array of objects, each key a
	 * column; what is nested is given to the database as JSON.</li>
	 * </ul>
	 * A vector is written {@code [1,2,3]}. Beans of the type
	 * {@link io.agentdata.seed.AgentDataSeeder} run before the files.
	 * @return the locations
	 */
	String[] seed() default {};

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
