// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark.suite;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;

import org.springframework.test.context.TestContextManager;

/**
 * The life of an empty test in an isolation, without JUnit.
 */
public final class EmptyTestRun {

	private final Class<?> testClass;

	private final TestContextManager manager;

	/**
	 * Describe a test.
	 * @param mode the name of a {@link Mode}
	 */
	public EmptyTestRun(String mode) {
		this.testClass = Mode.valueOf(mode).testClass();
		this.manager = new TestContextManager(this.testClass);
	}

	/**
	 * Do what comes before the first test of the class.
	 * @throws Exception if a listener fails
	 */
	public void beforeClass() throws Exception {
		this.manager.beforeTestClass();
	}

	/**
	 * Run a test with all that surrounds it.
	 * @throws Exception if a listener fails
	 */
	public void run() throws Exception {
		Method method = this.testClass.getDeclaredMethod("works", Work.class);
		Constructor<?> constructor = this.testClass.getDeclaredConstructor();
		Object instance = constructor.newInstance();
		this.manager.prepareTestInstance(instance);
		this.manager.beforeTestMethod(instance, method);
		this.manager.beforeTestExecution(instance, method);
		this.manager.afterTestExecution(instance, method, null);
		this.manager.afterTestMethod(instance, method, null);
	}

	/**
	 * Do what comes after the last test of the class.
	 * @throws Exception if a listener fails
	 */
	public void afterClass() throws Exception {
		this.manager.afterTestClass();
	}

}
