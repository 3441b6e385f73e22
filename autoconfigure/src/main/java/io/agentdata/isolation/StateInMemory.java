// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

/**
 * What the application remembers of its database, and must forget when that is put back.
 */
interface StateInMemory {

	/**
	 * Forget rows: they may have been undone.
	 */
	void forgetRows();

	/**
	 * Forget where sequences stand: they may begin anew.
	 */
	void forgetSequences();

}
