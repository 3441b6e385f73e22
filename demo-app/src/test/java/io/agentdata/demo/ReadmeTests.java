// SPDX-License-Identifier: Apache-2.0

package io.agentdata.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the README shows a test that runs.
 */
class ReadmeTests {

	@Test
	void theTestOfTheReadmeIsOneOfTheDemo() throws IOException {
		String readme = Files.readString(Path.of("../README.md"));
		String snippet = readme.substring(readme.indexOf("@AgentDataTest"),
				readme.indexOf("\n```", readme.indexOf("@AgentDataTest")));
		assertThat(Files.readString(Path.of("src/test/java/io/agentdata/demo/memory/ConversationMemoryTests.java")))
			.contains(snippet);
	}

}
