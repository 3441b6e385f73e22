// SPDX-License-Identifier: Apache-2.0
package io.agentdata.report;

import io.agentdata.database.Database;

import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestExecutionListener;

/**
 * Counts the tests whose context has a test database.
 */
final class TestCounter implements TestExecutionListener {

	@Override
	public void beforeTestExecution(TestContext testContext) {
		if (testContext.hasApplicationContext()) {
			testContext.getApplicationContext()
				.getBeanProvider(Database.class)
				.ifAvailable((database) -> DatabaseReport.ofThisJvm().addTest(database.config().type()));
		}
	}

}
