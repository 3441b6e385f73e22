// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.postgres;

import java.sql.SQLException;

import io.agentdata.database.reset.Baseline;
import io.agentdata.database.reset.CloneSource;
import io.agentdata.database.reset.Sequences;
import org.jspecify.annotations.Nullable;

/**
 * State that databases are put back to, in place or by a clone. It is safe for use by
 * several threads.
 */
interface KeptState extends Disposable, Spare.Original {

	/**
	 * Return what a database is put back to in place.
	 * @return it, or {@code null} where the server does not count changes
	 */
	@Nullable Baseline baseline();

	/**
	 * Return the positions of all sequences.
	 * @throws SQLException if the server does not answer
	 */
	Sequences sequences() throws SQLException;

	/**
	 * Keep the state until {@link #drop()} is called once more.
	 * @return whether it was not dropped yet
	 */
	boolean retain();

	/**
	 * Return what clones of the state are copied from, once one was made.
	 * @return it, or {@code null} where the server does not count changes
	 */
	@Nullable CloneSource source();

}
