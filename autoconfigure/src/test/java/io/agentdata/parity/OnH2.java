// SPDX-License-Identifier: Apache-2.0
package io.agentdata.parity;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.agentdata.database.Engine;
import io.agentdata.test.AgentDataTest;

/**
 * A test on H2.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@RunsOn(Engine.H2)
@AgentDataTest(properties = { "agent.data.engine=h2", ParityApplication.MIGRATIONS, ParityApplication.JSON_FUNCTIONS })
@interface OnH2 {

}
