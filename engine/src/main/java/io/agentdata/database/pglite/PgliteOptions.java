// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.pglite;

import java.nio.file.Path;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How PGlite is found and started.
 *
 * @param node the program {@code node}, or {@code null} to take it from the {@code PATH}
 * @param nodeModules the folder {@code node_modules} that holds PGlite, or {@code null}
 * to look for it in the working directory and upwards
 * @param startTimeout how long PGlite may go without progress while it starts
 * @param waitTimeout how long a connection waits for another one's transaction in which
 * nothing is done, before its statement fails
 */
public record PgliteOptions(@Nullable Path node, @Nullable Path nodeModules, Duration startTimeout,
		Duration waitTimeout) {

	/**
	 * Check that the options can be tried at all.
	 * @throws IllegalArgumentException if a timeout is not positive
	 */
	public PgliteOptions {
		requirePositive("start", startTimeout);
		requirePositive("wait", waitTimeout);
	}

	/**
	 * Return the options that need no set-up: Node from the {@code PATH}, packages from
	 * the project's {@code node_modules}, a minute without progress while it starts, one
	 * second to wait for another transaction.
	 * @return the defaults
	 */
	public static PgliteOptions defaults() {
		return new PgliteOptions(null, null, Duration.ofSeconds(60), Duration.ofSeconds(1));
	}

	private static void requirePositive(String name, Duration timeout) {
		if (timeout.toMillis() <= 0 || timeout.toMillis() > Integer.MAX_VALUE) {
			throw new IllegalArgumentException(
					"The %s timeout %s is out of range. Give one between a millisecond and 24 days.".formatted(name,
							timeout));
		}
	}

}
