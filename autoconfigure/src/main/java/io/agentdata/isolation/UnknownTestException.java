// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.sql.SQLNonTransientConnectionException;
import java.util.List;

/**
 * A thread asked for the database while several tests run, and it is not known which of
 * them it works for.
 */
final class UnknownTestException extends SQLNonTransientConnectionException {

	private static final long serialVersionUID = 1L;

	private static final String CONNECTION_REJECTED = "08004";

	UnknownTestException(List<String> running) {
		super(("The thread '%s' asked for a connection while %s tests or set-ups of classes run in parallel (%s), and it is not known which of "
				+ "them it works for. Hand work to other threads through a TaskDecorator bean, Micrometer's context "
				+ "propagation, or threads that the test starts itself; or let the test run alone with @Isolated of JUnit "
				+ "(org.junit.jupiter.api.parallel), or all with agent.data.workers=1.")
			.formatted(Thread.currentThread().getName(), running.size(), String.join(", ", running)),
				CONNECTION_REJECTED);
	}

}
