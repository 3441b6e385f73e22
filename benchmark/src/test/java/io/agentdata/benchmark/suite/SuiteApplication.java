// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark.suite;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/**
 * The application whose tests are timed.
 */
@SpringBootApplication
class SuiteApplication {

	@Bean
	static DatabaseTime databaseTime() {
		return new DatabaseTime();
	}

}
