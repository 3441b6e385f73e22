// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Predicate;

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
	private static final Map<Thread, Deque<RunningClass>> THREADS = new ConcurrentHashMap<>();

	private static final AtomicLong NUMBERS = new AtomicLong();

	private final long number = NUMBERS.incrementAndGet();

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
	 * @param context the classes of its application context, or {@code null} where that
	 * is still to be loaded
	 */
	static void begin(Class<?> testClass, @Nullable TestClasses context) {
		THREADS.computeIfAbsent(Thread.currentThread(), (thread) -> new ConcurrentLinkedDeque<>())
			.push(new RunningClass(testClass, NUMBERS.incrementAndGet(), context));
	}

	/**
	 * Note that the context was loaded for the class that the present thread runs.
	 */
	void loaded() {
		THREADS.computeIfPresent(Thread.currentThread(), (thread, classes) -> {
			RunningClass innermost = classes.poll();
			if (innermost != null) {
				classes.push(new RunningClass(innermost.testClass(), innermost.number(), this));
			}
			return classes;
		});
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
	 * @return it, or {@code null} where the thread runs none of this context: Spring
	 * pauses contexts while classes of others run
	 */
	@Nullable ClassWork of(Thread thread) {
		Class<?> testClass = classOf(thread);
		return (testClass != null) ? of(testClass) : null;
	}

	/**
	 * Return the work for the classes whose own code runs, outside of tests.
	 * @param inTest tells whether a thread runs a test
	 */
	List<ClassWork> inSetUp(Predicate<Thread> inTest) {
		List<ClassWork> works = new ArrayList<>();
		for (Thread thread : threads()) {
			Class<?> testClass = classOf(thread);
			if (testClass != null && !inTest.test(thread) && runs(thread, testClass)) {
				works.add(of(testClass));
			}
		}
		return works;
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

	private @Nullable Class<?> classOf(Thread thread) {
		Deque<RunningClass> classes = THREADS.get(thread);
		RunningClass innermost = (classes != null) ? classes.peek() : null;
		return (innermost != null && innermost.isOf(this)) ? innermost.testClass() : null;
	}

	private static boolean runs(Thread thread, Class<?> testClass) {
		Set<String> names = new HashSet<>();
		for (Class<?> outer = testClass; outer != null; outer = outer.getEnclosingClass()) {
			for (Class<?> parent = outer; parent != null && parent != Object.class; parent = parent.getSuperclass()) {
				names.add(parent.getName());
			}
			ClassUtils.getAllInterfacesForClassAsSet(outer).forEach((type) -> names.add(type.getName()));
		}
		return Arrays.stream(thread.getStackTrace()).anyMatch((frame) -> names.contains(frame.getClassName()));
	}

	private synchronized ClassWork add(Class<?> testClass) {
		ClassWork enclosing = ClassUtils.isInnerClass(testClass) ? of(testClass.getEnclosingClass()) : null;
		return this.works.computeIfAbsent(testClass, (added) -> {
			ClassWork work = new ClassWork(added, this.isolations.apply(added), enclosing, this.ofAll, this.databases);
			this.databases.add(work);
			return work;
		});
	}

	/**
	 * Class that a thread runs.
	 *
	 * @param testClass the class
	 * @param number how many classes and contexts were known before it
	 * @param context the classes of its context, or {@code null} where that was not
	 * loaded when it began
	 */
	private record RunningClass(Class<?> testClass, long number, @Nullable TestClasses context) {

		boolean isOf(TestClasses classes) {
			return (this.context != null) ? this.context == classes : classes.number > this.number;
		}

	}

}
