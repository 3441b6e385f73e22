// SPDX-License-Identifier: Apache-2.0
package io.agentdata.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Chooses how the changes of a test method, or of all those of a class, are undone. On a
 * method it wins over the class; on a class over {@link AgentDataTest#isolation()}. It
 * does not make another application context. {@link Isolation#CLONE_CLASS} belongs on a
 * class.
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
public @interface Isolated {

	/**
	 * Return the isolation.
	 * @return how changes are undone
	 */
	Isolation value() default Isolation.AUTO;

	/**
	 * Return whether sequences begin where they stood before the first test, for tests
	 * that assert ids. It takes no clone.
	 * @return whether sequences are reset before the test
	 */
	boolean resetSequences() default false;

}
