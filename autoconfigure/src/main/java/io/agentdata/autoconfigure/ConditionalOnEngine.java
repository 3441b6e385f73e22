// SPDX-License-Identifier: Apache-2.0
package io.agentdata.autoconfigure;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.agentdata.database.Engine;

import org.springframework.context.annotation.Conditional;

/**
 * Matches where one of the engines was chosen.
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Conditional(OnEngineCondition.class)
@interface ConditionalOnEngine {

	/**
	 * The engines that match.
	 * @return one engine or more
	 */
	Engine[] value();

}
