// SPDX-License-Identifier: Apache-2.0
package io.agentdata.test;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * An application with one entity, a repository and a component.
 */
@SpringBootApplication
class SampleApplication {

}
