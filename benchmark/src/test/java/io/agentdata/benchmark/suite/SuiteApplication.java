// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark.suite;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * The application whose tests are timed.
 */
@SpringBootApplication
class SuiteApplication {

}
