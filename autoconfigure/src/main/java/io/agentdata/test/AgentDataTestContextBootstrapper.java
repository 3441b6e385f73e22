// SPDX-License-Identifier: Apache-2.0
package io.agentdata.test;

import org.springframework.boot.test.autoconfigure.TestSliceTestContextBootstrapper;

/**
 * Bootstraps the contexts of {@link AgentDataTest @AgentDataTest}.
 */
final class AgentDataTestContextBootstrapper extends TestSliceTestContextBootstrapper<AgentDataTest> {

}
