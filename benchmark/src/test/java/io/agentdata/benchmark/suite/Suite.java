// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark.suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.agentdata.benchmark.process.Footprint;
import io.agentdata.benchmark.process.ServerProcesses;
import org.junit.platform.engine.discovery.MethodSelector;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

/**
 * Runs the classes of a suite as a build would, in a JVM of its own.
 */
public final class Suite {

	/**
	 * The property by which the heap at the end is asked for, whose collections take
	 * time.
	 */
	public static final String HEAP = "benchmark.heap";

	private static final String CLASS_NAME = Suite.class.getPackageName() + ".Suite%02dTests";

	private Suite() {
	}

	/**
	 * Return the name of a generated test class.
	 * @param number 1 or more
	 * @return the name with its package
	 */
	public static String className(int number) {
		return CLASS_NAME.formatted(number);
	}

	/**
	 * Run the suite, and write its {@link SuiteResult}. The JVM ends then, as a build
	 * ends it, whatever threads are left.
	 * @param arguments the value of {@link System#currentTimeMillis()} when this JVM was
	 * asked for, the file to write, the test method, the number of classes, the tests of
	 * each, and after how many tests to note what is held, or 0
	 * @throws IOException if the file cannot be written
	 */
	public static void main(String... arguments) throws IOException {
		awaitCommands();
		long asked = Long.parseLong(arguments[0]);
		int classes = Integer.parseInt(arguments[3]);
		int interval = Integer.parseInt(arguments[5]);
		List<MethodSelector> methods = IntStream.rangeClosed(1, classes)
			.mapToObj((number) -> selectMethod(className(number), arguments[2]))
			.toList();
		TestTimes times = new TestTimes();
		Growth growth = new Growth(ServerProcesses.marked(System.getenv(ServerProcesses.MARK)),
				(interval > 0) ? interval : Integer.MAX_VALUE);
		Launcher launcher = LauncherFactory.create();
		launcher.execute(LauncherDiscoveryRequestBuilder.request()
			.selectors(methods)
			.configurationParameter(Repetitions.PARAMETER, arguments[4])
			.build(), times, growth);
		long sinceFirst = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - times.firstEnded());
		long first = System.currentTimeMillis() - sinceFirst - asked;
		int expected = classes * Integer.parseInt(arguments[4]);
		if (times.failure() != null || times.tests().size() != expected || MemoryCase.SERVERS.size() != 1) {
			throw new IllegalStateException(
					"Of %d tests, %d succeeded, on %s.".formatted(expected, times.tests().size(), MemoryCase.SERVERS),
					times.failure());
		}
		new SuiteResult(MemoryCase.SERVERS.iterator().next(), first,
				TimeUnit.NANOSECONDS.toMillis(DatabaseTime.NANOSECONDS.get()),
				times.tests().stream().mapToLong(Long::longValue).toArray(), times.afterFirst(),
				Boolean.getBoolean(HEAP) ? Footprint.usedHeap() : 0, growth.footprints())
			.write(Path.of(arguments[1]));
		System.exit(0);
	}

	/**
	 * Wait for input in a thread, as Surefire does for its commands: with a thread in
	 * native code the JVM takes a third of a second longer to exit.
	 */
	private static void awaitCommands() {
		Thread thread = new Thread(() -> {
			try {
				System.in.read();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}, "commands");
		thread.setDaemon(true);
		thread.start();
	}

}
