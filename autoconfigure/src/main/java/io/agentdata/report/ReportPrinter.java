// SPDX-License-Identifier: Apache-2.0
package io.agentdata.report;

import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs the report when the last test of the JVM has ended.
 */
public final class ReportPrinter implements TestExecutionListener {

	private static final Logger logger = LoggerFactory.getLogger(ReportPrinter.class);

	@Override
	public void testPlanExecutionFinished(TestPlan testPlan) {
		DatabaseReport.ofThisJvm().text().ifPresent(logger::info);
	}

}
