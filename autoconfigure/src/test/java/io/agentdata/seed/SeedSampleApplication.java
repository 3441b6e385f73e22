// SPDX-License-Identifier: Apache-2.0
package io.agentdata.seed;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * An application without entities.
 */
@SpringBootApplication
class SeedSampleApplication {

}
