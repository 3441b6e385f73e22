// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.util.Collection;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Function;

import io.agentdata.test.Isolation;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * The test classes that run, and the work for them in one application context.
 */
final class TestClasses {

	/**
	 * The class that a thread runs, the innermost first: a thread that waits for the
	 * tests of a class may run another class meanwhile.
	 */
	private static final Map<Thread, Deque<Class<?>>> THREADS = new ConcurrentHashMap<>();

	private final CommonDatabase ofAll = new CommonDatabase("the tests whose isolation is NONE");

	private final Map<Class<?>, ClassWork> works = new ConcurrentHashMap<>();

	private final Function<Class<?>, Isolation> isolations;

	private final TestDatabases databases;

	/**
	 * Describe the classes of a context; none runs yet.
	 * @param isolations tells the isolation of a class
	 * @param databases where databases come from
	 */
	TestClasses(Function<Class<?>, Isolation> isolations, TestDatabases databases) {
		this.isolations = isolations;
		this.databases = databases;
	}

	/**
	 * Note that the present thread begins to run a class.
	 */
	static void begin(Class<?> testClass) {
		THREADS.computeIfAbsent(Thread.currentThread(), (thread) -> new ConcurrentLinkedDeque<>()).push(testClass);
	}

	/**
	 * Note that the present thread has run a class.
	 */
	static void end() {
		THREADS.computeIfPresent(Thread.currentThread(), (thread, classes) -> {
			classes.poll();
			return classes.isEmpty() ? null : classes;
		});
	}

	/**
	 * Return the threads that run classes.
	 */
	static Collection<Thread> threads() {
		return THREADS.keySet();
	}

	/**
	 * Return the work for the class that a thread runs.
	 * @return it, or {@code null} where the thread runs none
	 */
	@Nullable ClassWork of(Thread thread) {
		Deque<Class<?>> classes = THREADS.get(thread);
		Class<?> testClass = (classes != null) ? classes.peek() : null;
		return (testClass != null) ? of(testClass) : null;
	}

	ClassWork of(Class<?> testClass) {
		ClassWork known = this.works.get(testClass);
		return (known != null) ? known : add(testClass);
	}

	/**
	 * Undo what was done for a class.
	 */
	void end(Class<?> testClass) {
		ClassWork work = this.works.remove(testClass);
		if (work != null) {
			this.databases.remove(work);
			work.end();
		}
	}

	private synchronized ClassWork add(Class<?> testClass) {
		ClassWork enclosing = ClassUtils.isInnerClass(testClass) ? of(testClass.getEnclosingClass()) : null;
		return this.works.computeIfAbsent(testClass, (added) -> {
			ClassWork work = new ClassWork(added, this.isolations.apply(added), enclosing, this.ofAll, this.databases);
			this.databases.add(work);
			return work;
		});
	}

}
