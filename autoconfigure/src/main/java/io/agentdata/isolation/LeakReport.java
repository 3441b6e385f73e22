// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.ApplicationEventPublisher;

/**
 * Names the leaks of tests: in the log, and to listeners. The same call is written in
 * full once a class. It is safe for use by several threads.
 */
final class LeakReport {

	private static final Logger logger = LoggerFactory.getLogger(LeakReport.class);

	private final Map<Class<?>, Set<String>> written = new ConcurrentHashMap<>();

	private final OnLeak onLeak;

	private final ApplicationEventPublisher events;

	LeakReport(OnLeak onLeak, ApplicationEventPublisher events) {
		this.onLeak = onLeak;
		this.events = events;
	}

	/**
	 * Report the leaks of a test.
	 * @param testClass the class that runs
	 * @return the failure that they are, where leaks are failures
	 */
	LeakException of(String test, Class<?> testClass, List<Leak> leaks) {
		LeakException failure = new LeakException(test, leaks);
		Set<String> known = this.written.computeIfAbsent(testClass, (added) -> ConcurrentHashMap.newKeySet());
		boolean isNew = leaks.stream().map(LeakReport::place).map(known::add).reduce(false, Boolean::logicalOr);
		String message = isNew ? failure.getMessage()
				: "%s has left the same changes behind as a test before it: %s".formatted(test, leaks.get(0));
		if (this.onLeak == OnLeak.WARN) {
			logger.warn(message);
		}
		else {
			logger.error(message);
		}
		leaks.forEach(this.events::publishEvent);
		return failure;
	}

	/**
	 * Forget what was written for a class.
	 */
	void end(Class<?> testClass) {
		this.written.remove(testClass);
	}

	/**
	 * Return what tells the place of a leak from others: its application's innermost
	 * frame, without the test itself.
	 */
	private static String place(Leak leak) {
		Throwable call = leak.call();
		return (call != null) ? CallSite.of(call) : leak.statement();
	}

}
