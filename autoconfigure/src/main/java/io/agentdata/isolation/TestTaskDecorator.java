// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import org.jspecify.annotations.Nullable;

import org.springframework.core.task.TaskDecorator;

/**
 * Lets a task work for the test that hands it to an executor. Spring Boot gives it to the
 * executors that it makes, such as that of {@code @Async}.
 */
final class TestTaskDecorator implements TaskDecorator {

	@Override
	public Runnable decorate(Runnable task) {
		TestScope test = ScopeOfThread.current();
		return (test != null) ? () -> run(task, test) : task;
	}

	private static void run(Runnable task, TestScope test) {
		ScopeOfThread.@Nullable Work before = ScopeOfThread.change(test);
		try {
			task.run();
		}
		finally {
			ScopeOfThread.change(before);
		}
	}

}
