// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.postgres;

import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A copy of a kept state that waits for its use. Who comes first makes it: the
 * background, or the one that needs it.
 */
final class Spare implements Disposable {

	private static final Logger logger = LoggerFactory.getLogger(Spare.class);

	private final CompletableFuture<Boolean> made = new CompletableFuture<>();

	private final AtomicBoolean begun = new AtomicBoolean();

	private final PostgresServer server;

	private final Original original;

	private final String name;

	private volatile boolean unwanted;

	Spare(PostgresServer server, Original original, String name) {
		this.server = server;
		this.original = original;
		this.name = name;
	}

	boolean isOf(Original other) {
		return this.original == other;
	}

	String name() {
		return this.name;
	}

	/**
	 * Make the copy, or wait until it is made.
	 * @return whether it is there; the reason why not is logged
	 */
	boolean make() {
		if (this.begun.compareAndSet(false, true)) {
			try {
				this.made.complete(!this.unwanted && this.original.copyTo(this.name));
			}
			catch (SQLException | RuntimeException ex) {
				this.made.completeExceptionally(ex);
			}
		}
		try {
			return this.made.join();
		}
		catch (CompletionException ex) {
			logger.debug("The copy {} was not made", this.name, ex);
			return false;
		}
	}

	/**
	 * Drop the copy, or do not begin to make it.
	 */
	@Override
	public void drop() throws SQLException {
		this.unwanted = true;
		if (make()) {
			this.server.drop(this.name);
		}
	}

	/**
	 * What is copied.
	 */
	@FunctionalInterface
	interface Original {

		/**
		 * Copy the state.
		 * @return whether it was still there to be copied
		 */
		boolean copyTo(String name) throws SQLException;

	}

}
