// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

/**
 * The test that a thread belongs to. A thread that a test starts belongs to it. The
 * worker of an executor outlives the test that it was started in, and so belongs to none:
 * what it does is the work of the test that runs.
 */
final class ScopeOfThread extends InheritableThreadLocal<@Nullable TestScope> {

	private static final StackWalker STACK = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

	@Override
	protected @Nullable TestScope childValue(@Nullable TestScope parent) {
		return (parent != null && isStartedByExecutor()) ? null : parent;
	}

	private static boolean isStartedByExecutor() {
		return STACK.walk((frames) -> frames.map(StackWalker.StackFrame::getDeclaringClass)
			.anyMatch(Executor.class::isAssignableFrom));
	}

}
