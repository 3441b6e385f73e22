// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import io.agentdata.test.AutoConfigureAgentData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that nothing has made a schema for is told so.
 */
@ExtendWith(OutputCaptureExtension.class)
@SpringBootTest(properties = { "spring.flyway.enabled=false", "spring.jpa.hibernate.ddl-auto=none" })
@AutoConfigureAgentData
class NoSchemaTests {

	@Test
	void isSaid(CapturedOutput output) {
		assertThat(output).containsOnlyOnce("The application is up, and nothing has made a table in its test database");
	}

}
