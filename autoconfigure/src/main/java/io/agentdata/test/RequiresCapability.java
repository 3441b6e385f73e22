// SPDX-License-Identifier: Apache-2.0
package io.agentdata.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.agentdata.database.Capability;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Says what the engine must offer for a test method, or for all those of a class. On
 * another engine they are skipped, with the reason, and listed in the report at the end.
 *
 * <pre class="code">
 * &#064;Test
 * &#064;RequiresCapability(Capability.VECTOR_INDEX)
 * void searchUsesTheIndex() {
 * 	...
 * }
 * </pre>
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ExtendWith(RequiredCapabilityCondition.class)
public @interface RequiresCapability {

	/**
	 * Return what the engine must offer.
	 * @return one capability or more
	 */
	Capability[] value();

	/**
	 * Return whether the test fails, rather than being skipped, on an engine that does
	 * not offer it.
	 * @return whether it fails
	 */
	boolean required() default false;

}
