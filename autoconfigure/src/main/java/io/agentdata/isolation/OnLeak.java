// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

/**
 * What happens when a test leaves changes behind.
 */
public enum OnLeak {

	/**
	 * They are named, and the next test gets a fresh clone of the database.
	 */
	HEAL,

	/**
	 * As {@link #HEAL}, and the test fails.
	 */
	FAIL,

	/**
	 * They are named, and stay.
	 */
	WARN

}
