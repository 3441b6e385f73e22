// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark.jmh;

import java.util.concurrent.TimeUnit;

import io.agentdata.benchmark.suite.EmptyTestRun;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What Spring's listeners do around a test, ours among them: the test's own transaction
 * ({@code ROLLBACK}), the guard beside it ({@code AUTO}), the question what to put back
 * ({@code RESET}), and the switch to a clone ({@code CLONE_METHOD}).
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class IsolationOverhead {

	@Param({ "PLAIN", "ROLLBACK", "AUTO", "RESET", "CLONE_METHOD" })
	private String mode;

	private EmptyTestRun test;

	/**
	 * Load the application context.
	 * @throws Exception if the context cannot be loaded
	 */
	@Setup
	public void start() throws Exception {
		this.test = new EmptyTestRun(this.mode);
		this.test.beforeClass();
	}

	/**
	 * End the test class.
	 * @throws Exception if a listener fails
	 */
	@TearDown
	public void end() throws Exception {
		this.test.afterClass();
	}

	/**
	 * Go through an empty test.
	 * @throws Exception if a listener fails
	 */
	@Benchmark
	public void isolation() throws Exception {
		this.test.run();
	}

}
