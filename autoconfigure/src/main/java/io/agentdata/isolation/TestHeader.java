// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.util.function.Consumer;

import org.springframework.http.HttpHeaders;

/**
 * The HTTP header that tells a server which test a request is of.
 */
final class TestHeader {

	/**
	 * The header's name. Its value is the number of the test.
	 */
	static final String NAME = "AgentData-Test";

	private TestHeader() {
	}

	/**
	 * Add it to the headers of a request that the present thread makes for a test.
	 */
	static void addTo(HttpHeaders headers) {
		ifPresent((value) -> headers.set(NAME, value));
	}

	/**
	 * Do something with its value, if the present thread works for a test.
	 */
	static void ifPresent(Consumer<String> action) {
		TestScope test = ScopeOfThread.current();
		if (test != null) {
			action.accept(test.id());
		}
	}

}
