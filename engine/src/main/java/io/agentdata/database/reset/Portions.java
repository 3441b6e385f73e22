// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.reset;

import java.util.ArrayList;
import java.util.List;

/**
 * Parts of lists that one statement may name: it locks all of them at once, and the
 * server has a table of locks of a fixed size.
 */
final class Portions {

	private static final int MOST = 500;

	private Portions() {
	}

	/**
	 * Divide a list.
	 * @return the parts in their order; none where the list is empty
	 */
	static <T> List<List<T>> of(List<T> all) {
		List<List<T>> portions = new ArrayList<>();
		for (int first = 0; first < all.size(); first += MOST) {
			portions.add(all.subList(first, Math.min(first + MOST, all.size())));
		}
		return portions;
	}

}
