// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;

import org.jspecify.annotations.Nullable;

/**
 * The test that a thread works for. A thread that a test starts works for it, also when
 * the test has ended. A thread that the application starts meanwhile, such as a timer,
 * works for the test until its end. The worker of an executor of the application serves
 * other tests as well, and so works for none by itself.
 */
final class ScopeOfThread extends InheritableThreadLocal<ScopeOfThread.@Nullable Work> {

	private static final StackWalker STACK = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

	private static final String JUNIT = "org.junit.";

	private static final List<String> JDK = List.of("java.", "javax.", "jdk.", "sun.", "com.sun.");

	/**
	 * What runs parts of a test on threads of its own.
	 */
	private static final List<String> TEST_FRAMEWORKS = List.of(JUNIT, "org.awaitility.");

	private static final ScopeOfThread THREADS = new ScopeOfThread();

	private ScopeOfThread() {
	}

	/**
	 * Return the test that the present thread works for.
	 * @return it, which may have ended, or {@code null} where there is none
	 */
	static @Nullable TestScope current() {
		Work work = THREADS.get();
		return (work == null || work.isOver() || (work.inherited() && isWorkerForAll(work.test()))) ? null
				: work.test();
	}

	/**
	 * Let the present thread work for a test.
	 * @return what it worked for until now
	 */
	static @Nullable Work change(TestScope test) {
		return change(new Work(test, false, false));
	}

	/**
	 * Let the present thread go on with other work.
	 * @param work the work, or {@code null} for none
	 * @return what it worked for until now
	 */
	static @Nullable Work change(@Nullable Work work) {
		Work before = THREADS.get();
		if (work != null) {
			THREADS.set(work);
		}
		else {
			THREADS.remove();
		}
		return before;
	}

	@Override
	protected @Nullable Work childValue(@Nullable Work parent) {
		if (parent == null) {
			return null;
		}
		Class<?> starter = STACK.walk((frames) -> frames.<Class<?>>map(StackWalker.StackFrame::getDeclaringClass)
			.filter((type) -> JDK.stream().noneMatch(type.getName()::startsWith) && type != ScopeOfThread.class)
			.findFirst()
			.orElse(Thread.class));
		boolean ofTest = isPartOf(starter, parent.test().testClass())
				|| TEST_FRAMEWORKS.stream().anyMatch(starter.getName()::startsWith);
		if (isStartedByExecutor()) {
			return ofTest ? new Work(parent.test(), true, true) : null;
		}
		return new Work(parent.test(), !ofTest || parent.untilItsEnd(), true);
	}

	/**
	 * Return whether a class is that of a test, one that it inherits from, or one nested
	 * in them.
	 */
	private static boolean isPartOf(Class<?> type, Class<?> testClass) {
		for (Class<?> outer = testClass; outer != null; outer = outer.getEnclosingClass()) {
			for (Class<?> parent = outer; parent != null && parent != Object.class; parent = parent.getSuperclass()) {
				if (type.getNestHost() == parent.getNestHost()) {
					return true;
				}
			}
		}
		return false;
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

	/**
	 * Return whether the present thread is a worker that serves other tests as well,
	 * whichever it was started for: of the JVM's common pool, or of that which the tests
	 * run on.
	 */
	private static boolean isWorkerForAll(TestScope test) {
		ForkJoinPool pool = ForkedPart.poolOf(Thread.currentThread());
		return pool != null && (pool == ForkJoinPool.commonPool() || pool == ForkedPart.poolOf(test.thread()));
	}

	/**
	 * What a thread does.
	 *
	 * @param test the test that it does it for
	 * @param untilItsEnd whether the thread goes on without the test when that has ended
	 * @param inherited whether the thread has it of the one that started it
	 */
	record Work(TestScope test, boolean untilItsEnd, boolean inherited) {

		boolean isOver() {
			return this.untilItsEnd && this.test.isEnded();
		}

	}

}
