// SPDX-License-Identifier: Apache-2.0
package io.agentdata.h2;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import io.agentdata.database.h2.H2Database;
import io.agentdata.database.h2.MigrationRewrite;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares the page {@code src/docs/h2.md} with the code that it describes.
 */
class H2PageTests {

	private final List<String> lines = Files.readAllLines(Path.of("../src/docs/h2.md"));

	H2PageTests() throws IOException {
	}

	@Test
	void rewritesAreThoseOfTheCode() {
		List<String> rewrites = Arrays.stream(MigrationRewrite.values())
			.map((rewrite) -> "| %s | %s |".formatted(rewrite.source(), rewrite.target()))
			.toList();
		assertThat(this.lines.stream().filter((line) -> line.startsWith("| ")).skip(2))
			.containsExactlyElementsOf(rewrites);
	}

	@Test
	void whatIsNotFaithfulIsTheLineOfTheLog() {
		assertThat(this.lines).contains("> " + H2Database.NOT_FAITHFUL);
		assertThat(H2Database.NOT_FAITHFUL).doesNotContain("\n");
	}

}
