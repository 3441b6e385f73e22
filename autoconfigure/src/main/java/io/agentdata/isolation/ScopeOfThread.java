// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

/**
 * The test that a thread works for. A thread that a test starts works for it. The worker
 * of an executor outlives the test that it was started in, and so works for none by
 * itself.
 */
final class ScopeOfThread extends InheritableThreadLocal<@Nullable TestScope> {

	private static final StackWalker STACK = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

	private static final String JUNIT = "org.junit.";

	private static final ScopeOfThread THREADS = new ScopeOfThread();

	private ScopeOfThread() {
	}

	/**
	 * Return the test that the present thread works for.
	 * @return it, which may have ended, or {@code null} where there is none
	 */
	static @Nullable TestScope current() {
		return THREADS.get();
	}

	/**
	 * Let the present thread work for a test.
	 * @param scope the test, or {@code null} for none
	 * @return what it worked for until now
	 */
	static @Nullable TestScope change(@Nullable TestScope scope) {
		TestScope before = THREADS.get();
		if (scope != null) {
			THREADS.set(scope);
		}
		else {
			THREADS.remove();
		}
		return before;
	}

	@Override
	protected @Nullable TestScope childValue(@Nullable TestScope parent) {
		return (parent != null && isStartedByExecutor()) ? null : parent;
	}

	/**
	 * Return whether it is an executor that starts the thread. JUnit may run the test
	 * itself on one.
	 */
	private static boolean isStartedByExecutor() {
		return STACK.walk((frames) -> frames.map(StackWalker.StackFrame::getDeclaringClass)
			.takeWhile((type) -> !type.getName().startsWith(JUNIT))
			.anyMatch(Executor.class::isAssignableFrom));
	}

}
