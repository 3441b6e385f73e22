// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.agentdata.isolation.Work.Place;

/**
 * What a test does that a generator has made up.
 *
 * @param works what it does, in this order; never empty
 * @param random chooses numbers
 */
record RandomTest(List<Work> works, Random random) {

	private static final int MOST_WORKS = 3;

	/**
	 * Make a test up, always the same one.
	 * @param seed tells its sequence of tests from others
	 * @param number its place in the sequence
	 * @param choice what it chooses from
	 */
	static RandomTest of(long seed, int number, List<? extends Work> choice) {
		Random random = new Random(seed * 31 + number);
		// the first number is nearly the same for seeds that are near to each other
		random.nextInt();
		List<Work> works = new ArrayList<>();
		int most = 1 + random.nextInt(MOST_WORKS);
		while (works.size() < most) {
			Work work = choice.get(random.nextInt(choice.size()));
			if (work.place() == Place.ALONE) {
				return new RandomTest(List.of(work), random);
			}
			if (!works.contains(work)) {
				works.add(work);
			}
			if (work.place() == Place.LAST) {
				break;
			}
		}
		return new RandomTest(works, random);
	}

	/**
	 * Return whether it locks tables, so that it cannot run beside a transaction of its
	 * own.
	 */
	boolean isAlone() {
		return this.works.get(0).place() == Place.ALONE;
	}

	void run(WorkingTest test) throws Exception {
		for (Work work : this.works) {
			work.run(test, this.random);
		}
	}

}
