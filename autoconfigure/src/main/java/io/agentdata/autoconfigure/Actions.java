// SPDX-License-Identifier: Apache-2.0
package io.agentdata.autoconfigure;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The form that Boot prints actions in.
 */
final class Actions {

	private Actions() {
	}

	/**
	 * Return imperative sentences as lines that begin with a bullet.
	 */
	static String bullets(List<String> remedies) {
		return remedies.stream().map((remedy) -> "- " + remedy).collect(Collectors.joining(System.lineSeparator()));
	}

}
