// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import io.agentdata.test.AgentDataTest;

import org.springframework.context.annotation.Import;

/**
 * The same tests where transactions fetch their connection when they first need it.
 */
@AgentDataTest(properties = { "logging.level.io.agentdata.isolation=off", "spring.datasource.connection-fetch=lazy" })
@Import(LeakRecorder.class)
class LazilyFetchingLeakingCase extends LeakingCase {

}
