// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

/**
 * What the application remembers of its database, and must forget when a clone takes the
 * database's place.
 */
@FunctionalInterface
interface StateInMemory {

	/**
	 * Forget it.
	 */
	void forget();

}
