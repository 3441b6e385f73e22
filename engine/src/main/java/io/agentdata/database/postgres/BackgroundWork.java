// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.postgres;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * What is done in the background, by one thread of the JVM.
 */
final class BackgroundWork {

	/**
	 * Between two tests the next copy is asked for a moment after the last database has
	 * become useless, and somebody may wait for the copy.
	 */
	private static final long TIDYING_DELAY_MILLIS = 10;

	private static final ScheduledThreadPoolExecutor THREAD = new ScheduledThreadPoolExecutor(1, (task) -> {
		Thread thread = new Thread(task, "agent-data-copies");
		thread.setDaemon(true);
		return thread;
	});

	private BackgroundWork() {
	}

	/**
	 * Do what somebody may soon wait for.
	 */
	static void prepare(Runnable work) {
		THREAD.execute(work);
	}

	/**
	 * Do what nobody waits for, a moment later.
	 */
	static void tidy(Runnable work) {
		THREAD.schedule(work, TIDYING_DELAY_MILLIS, TimeUnit.MILLISECONDS);
	}

}
