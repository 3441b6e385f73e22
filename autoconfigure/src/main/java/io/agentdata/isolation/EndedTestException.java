// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.sql.SQLNonTransientConnectionException;
import java.util.List;

/**
 * A thread of a test that has ended asked for the database. It got none, so that the next
 * test does not see its work.
 */
final class EndedTestException extends SQLNonTransientConnectionException {

	private static final long serialVersionUID = 1L;

	private static final String CONNECTION_DOES_NOT_EXIST = "08003";

	EndedTestException(String ended, List<String> running) {
		super("The thread '%s' belongs to %s, which has ended; %s. Wait for the thread in its test.".formatted(
				Thread.currentThread().getName(), ended,
				running.isEmpty() ? "no other test has begun" : "now it is the turn of " + String.join(", ", running)),
				CONNECTION_DOES_NOT_EXIST);
	}

}
