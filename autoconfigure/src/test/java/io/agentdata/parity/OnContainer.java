// SPDX-License-Identifier: Apache-2.0
package io.agentdata.parity;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.agentdata.database.Engine;
import io.agentdata.test.AgentDataTest;

/**
 * A test on a PostgreSQL in a container.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@RunsOn(Engine.CONTAINER)
@AgentDataTest(
		properties = { "agent.data.engine=container", ParityApplication.MIGRATIONS, ParityApplication.JSON_FUNCTIONS })
@interface OnContainer {

}
