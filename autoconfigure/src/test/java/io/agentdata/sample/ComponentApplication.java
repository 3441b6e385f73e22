// SPDX-License-Identifier: Apache-2.0
package io.agentdata.sample;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * An application whose seeder is found by component scanning.
 */
@SpringBootApplication
class ComponentApplication {

}
