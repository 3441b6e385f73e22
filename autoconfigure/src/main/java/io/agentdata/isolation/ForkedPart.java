// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.lang.StackWalker.StackFrame;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Part of a parallel operation of a test, such as of a parallel stream. JUnit runs tests
 * on a {@link ForkJoinPool}, whose other workers take such parts: those that are idle,
 * and those that wait for tests.
 */
final class ForkedPart {

	private static final StackWalker STACK = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

	private static final String JUNIT = "org.junit.platform.";

	private static final Set<String> FORK_JOIN = Set.of(ForkJoinTask.class.getName(), ForkJoinPool.class.getName(),
			ForkJoinWorkerThread.class.getName());

	private ForkedPart() {
	}

	/**
	 * Return whether the present thread runs a part that another one has forked. What it
	 * does otherwise it does for JUnit.
	 */
	static boolean isRunning() {
		return poolOf(Thread.currentThread()) != null && STACK.walk(ForkedPart::isTaken);
	}

	/**
	 * Return what a thread waits for that the present one could be running a part of.
	 */
	static Wait waitOf(Thread thread) {
		if (poolOf(thread) == null || poolOf(thread) != poolOf(Thread.currentThread())) {
			return Wait.NONE;
		}
		boolean innermost = true;
		boolean present = false;
		boolean outer = false;
		boolean forked = false;
		boolean lastForked = false;
		for (StackTraceElement frame : thread.getStackTrace()) {
			boolean ofJUnit = frame.getClassName().startsWith(JUNIT);
			if (ofJUnit && forked && !lastForked) {
				present |= innermost;
				outer |= !innermost;
			}
			innermost &= !ofJUnit;
			lastForked = FORK_JOIN.contains(frame.getClassName());
			forked = !ofJUnit && (forked || lastForked);
		}
		return outer ? Wait.OUTER : present ? Wait.PRESENT : Wait.NONE;
	}

	/**
	 * Return the pool that a thread is a worker of.
	 * @return it, or {@code null} where the thread is none of such a pool
	 */
	static @Nullable ForkJoinPool poolOf(Thread thread) {
		return (thread instanceof ForkJoinWorkerThread worker) ? worker.getPool() : null;
	}

	/**
	 * What the pool itself called, it has taken; what JUnit called, JUnit has begun.
	 */
	private static boolean isTaken(Stream<StackFrame> frames) {
		boolean forked = false;
		for (Iterator<StackFrame> iterator = frames.iterator(); iterator.hasNext();) {
			String type = iterator.next().getClassName();
			if (type.startsWith(JUNIT)) {
				break;
			}
			forked = FORK_JOIN.contains(type);
		}
		return forked;
	}

	/**
	 * What a thread waits for.
	 */
	enum Wait {

		/**
		 * No parts of an operation.
		 */
		NONE,

		/**
		 * Parts of what it does at present.
		 */
		PRESENT,

		/**
		 * Parts of what it will come back to, and maybe of the present too: JUnit lets a
		 * thread that waits run another test.
		 */
		OUTER

	}

}
