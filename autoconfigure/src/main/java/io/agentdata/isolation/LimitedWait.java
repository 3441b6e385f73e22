// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.sql.SQLException;
import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wait for a call of a driver that may never return.
 */
final class LimitedWait {

	private static final Logger logger = LoggerFactory.getLogger(LimitedWait.class);

	private static final Duration PATIENCE = Duration.ofSeconds(2);

	private LimitedWait() {
	}

	/**
	 * Return whether a call returns, even if by an exception. One that does not is
	 * interrupted. An interrupt of the present thread ends the wait too.
	 */
	static boolean returns(DriverCall call) {
		Thread thread = new Thread(() -> run(call), "agent-data-driver-call");
		thread.setDaemon(true);
		thread.start();
		try {
			thread.join(PATIENCE.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		boolean returned = !thread.isAlive();
		if (!returned) {
			thread.interrupt();
		}
		return returned;
	}

	private static void run(DriverCall call) {
		try {
			call.run();
		}
		catch (SQLException ex) {
			logger.debug("A driver has refused a call", ex);
		}
	}

	/**
	 * A call of a driver.
	 */
	@FunctionalInterface
	interface DriverCall {

		void run() throws SQLException;

	}

}
