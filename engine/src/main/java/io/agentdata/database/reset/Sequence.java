// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.reset;

import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Sequence of the application.
 *
 * @param number the position among the relations, from 0
 * @param oid the object id, which all clones have in common
 * @param name the name with its schema, quoted where SQL needs it
 * @param cached whether sessions take several values at a time. They go on with those
 * after the position was set, unless the sequence has a new file
 */
record Sequence(int number, long oid, String name, boolean cached) {

	static Set<String> names(Collection<Sequence> sequences) {
		return sequences.stream().map(Sequence::name).collect(Collectors.toSet());
	}

}
