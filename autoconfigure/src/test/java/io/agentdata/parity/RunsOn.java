// SPDX-License-Identifier: Apache-2.0
package io.agentdata.parity;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.agentdata.database.Engine;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Says which engine a test needs. Where it cannot start, the test is skipped; in CI it
 * fails.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(EngineStartsCondition.class)
@interface RunsOn {

	/**
	 * Return the engine.
	 */
	Engine value();

}
