// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * An application without entities.
 */
@SpringBootApplication
class IsolationSampleApplication {

}
