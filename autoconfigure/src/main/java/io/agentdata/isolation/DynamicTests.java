// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/**
 * Lets what a test factory makes work for the factory, on whichever thread JUnit runs it.
 */
public final class DynamicTests implements TestExecutionListener {

	private final Map<UniqueId, TestScope> factories = new ConcurrentHashMap<>();

	private final Map<UniqueId, Before> running = new ConcurrentHashMap<>();

	@Override
	public void dynamicTestRegistered(TestIdentifier test) {
		TestScope factory = ScopeOfThread.current();
		if (factory != null && !factory.isEnded()) {
			this.factories.put(test.getUniqueIdObject(), factory);
		}
	}

	@Override
	public void executionStarted(TestIdentifier test) {
		TestScope factory = this.factories.get(test.getUniqueIdObject());
		if (factory != null) {
			this.running.put(test.getUniqueIdObject(), new Before(ScopeOfThread.change(factory)));
		}
	}

	@Override
	public void executionFinished(TestIdentifier test, TestExecutionResult result) {
		this.factories.remove(test.getUniqueIdObject());
		Before before = this.running.remove(test.getUniqueIdObject());
		if (before != null) {
			ScopeOfThread.change(before.work());
		}
	}

	@Override
	public void executionSkipped(TestIdentifier test, String reason) {
		this.factories.remove(test.getUniqueIdObject());
	}

	/**
	 * What a thread worked for before.
	 *
	 * @param work the work, or {@code null} for none
	 */
	private record Before(ScopeOfThread.@Nullable Work work) {

	}

}
