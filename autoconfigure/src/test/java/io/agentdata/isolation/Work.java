// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.util.Random;

/**
 * Thing that tests do to their database.
 */
interface Work {

	/**
	 * Return the place among the other things that a test does.
	 */
	Place place();

	/**
	 * Do it.
	 * @param random chooses numbers, always the same ones
	 */
	void run(WorkingTest test, Random random) throws Exception;

	/**
	 * Place among what a test does.
	 */
	enum Place {

		ANY,

		/**
		 * Nothing may follow: it changes the session for what comes next in the test.
		 */
		LAST,

		/**
		 * Nothing may be beside it: it locks tables.
		 */
		ALONE

	}

	/**
	 * What is done.
	 */
	@FunctionalInterface
	interface Action {

		void run(WorkingTest test, Random random) throws Exception;

	}

}
