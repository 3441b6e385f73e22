// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.ApplicationEventPublisher;

/**
 * Names what a test has left behind: in the log, and to listeners.
 */
final class LeakReport {

	private static final Logger logger = LoggerFactory.getLogger(LeakReport.class);

	private final OnLeak onLeak;

	private final ApplicationEventPublisher events;

	LeakReport(OnLeak onLeak, ApplicationEventPublisher events) {
		this.onLeak = onLeak;
		this.events = events;
	}

	/**
	 * Report the leaks of a test.
	 * @return the failure that they are, where leaks are failures
	 */
	LeakException of(String test, List<Leak> leaks) {
		LeakException failure = new LeakException(test, leaks);
		if (this.onLeak == OnLeak.WARN) {
			logger.warn(failure.getMessage(), failure.getCause());
		}
		else {
			logger.error(failure.getMessage(), failure.getCause());
		}
		leaks.forEach(this.events::publishEvent);
		return failure;
	}

}
