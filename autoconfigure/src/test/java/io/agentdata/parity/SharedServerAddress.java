// SPDX-License-Identifier: Apache-2.0
package io.agentdata.parity;

import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * Tells a test's application context where the {@link SharedServer} is.
 */
interface SharedServerAddress {

	@DynamicPropertySource
	static void tell(DynamicPropertyRegistry properties) {
		properties.add("agent.data.external.url", () -> SharedServer.options().url());
		properties.add("agent.data.external.username", () -> SharedServer.options().username());
		properties.add("agent.data.external.password", () -> SharedServer.options().password());
	}

}
