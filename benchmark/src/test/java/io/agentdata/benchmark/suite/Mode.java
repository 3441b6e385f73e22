// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark.suite;

/**
 * A way to run the tests.
 */
enum Mode {

	/**
	 * {@code @DataJpaTest} without us.
	 */
	PLAIN(IsolationCases.PlainCase.class, "–"),

	ROLLBACK(IsolationCases.RollbackCase.class, "≤ 0.5"),

	AUTO(IsolationCases.AutoCase.class, "≤ 0.5"),

	RESET(IsolationCases.ResetCase.class, ""),

	CLONE_METHOD(IsolationCases.CloneMethodCase.class, "≤ 10"),

	CLONE_CLASS(IsolationCases.CloneClassCase.class, "≤ 10 a class"),

	NONE(IsolationCases.NoneCase.class, "–");

	private final Class<? extends IsolationCase> testClass;

	private final String target;

	Mode(Class<? extends IsolationCase> testClass, String target) {
		this.testClass = testClass;
		this.target = target;
	}

	Class<? extends IsolationCase> testClass() {
		return this.testClass;
	}

	/**
	 * Return the overhead to reach.
	 * @return milliseconds a test, as the design states them
	 */
	String target(Work work) {
		return (this == RESET) ? work.target() : this.target;
	}

	String label() {
		return (this == PLAIN) ? "plain `@DataJpaTest`" : "`" + name() + "`";
	}

}
