// SPDX-License-Identifier: Apache-2.0
package io.agentdata.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;

/**
 * Gives any Spring Boot test a real PostgreSQL with pgvector: {@code @SpringBootTest},
 * {@code @DataJpaTest}, {@code @JdbcTest}. The DataSource is Spring Boot's own; only its
 * address is another. Where the profile {@code production} is active, it is the
 * application's.
 *
 * <pre class="code">
 * &#064;SpringBootTest
 * &#064;AutoConfigureAgentData
 * &#064;Transactional
 * class CareerAgentTests {
 * }
 * </pre>
 *
 * Tests are isolated as with {@code @AgentDataTest}: what they commit is put back after
 * them. A test with {@code @Transactional}, which the test slices bring along, is rolled
 * back, and what it commits beside that is named; {@link Isolated @Isolated} chooses
 * another way.
 *
 * @see AgentDataTest
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ImportAutoConfiguration
public @interface AutoConfigureAgentData {

}
