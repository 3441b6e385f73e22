// SPDX-License-Identifier: Apache-2.0
package io.agentdata.autoconfigure;

import io.agentdata.AgentDataException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Sets out our own failures, each of which carries its remedies.
 */
final class AgentDataFailureAnalyzer extends AbstractFailureAnalyzer<AgentDataException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, AgentDataException cause) {
		return new FailureAnalysis(cause.headline() + System.lineSeparator() + cause.description(),
				Actions.bullets(cause.remedies()), cause);
	}

}
