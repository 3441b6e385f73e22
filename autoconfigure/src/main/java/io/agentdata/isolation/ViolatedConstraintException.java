// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.util.List;

import io.agentdata.AgentDataException;

/**
 * A test that is rolled back has done what could not be committed.
 */
final class ViolatedConstraintException extends AgentDataException {

	private static final long serialVersionUID = 1L;

	ViolatedConstraintException(String test, Exception cause) {
		super("What a test has done could not be committed.",
				("%s is rolled back. At its end the changes of its entities were flushed, and deferred constraints "
						+ "checked, as a commit would; that failed: %s")
					.formatted(test, cause.getMessage()),
				List.of("Let the test do what a commit accepts: a flush or SET CONSTRAINTS ALL IMMEDIATE in it shows the place.",
						"If the test expects the failure, let it call the flush, or commit by TestTransaction, within assertThrows.",
						"agent.data.verify-constraints=false switches the check off."),
				cause);
	}

}
