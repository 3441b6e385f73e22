// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.postgres;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * What is done in the background: one thread of the JVM makes what somebody may soon wait
 * for, another one drops what nobody needs. Tests that follow each other closely wait for
 * the slower of the two, and not for both.
 */
final class BackgroundWork {

	/**
	 * Between two tests the next copy is asked for a moment after the last database has
	 * become useless, and somebody may wait for the copy.
	 */
	private static final long TIDYING_DELAY_MILLIS = 10;

	private static final ScheduledExecutorService PREPARATION = thread("agent-data-copies");

	private static final ScheduledExecutorService TIDYING = thread("agent-data-drops");

	private BackgroundWork() {
	}

	/**
	 * Make something.
	 */
	static void prepare(Runnable work) {
		PREPARATION.execute(work);
	}

	/**
	 * Drop something at once.
	 */
	static void tidy(Runnable work) {
		TIDYING.execute(work);
	}

	/**
	 * Drop something a moment later.
	 */
	static void tidyLater(Runnable work) {
		TIDYING.schedule(work, TIDYING_DELAY_MILLIS, TimeUnit.MILLISECONDS);
	}

	private static ScheduledExecutorService thread(String name) {
		return new ScheduledThreadPoolExecutor(1, (task) -> {
			Thread thread = new Thread(task, name);
			thread.setDaemon(true);
			return thread;
		});
	}

}
