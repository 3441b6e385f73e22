// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.embedded;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for test runs of users whose locale has other digits than ours.
 */
class LocaleTests {

	@TempDir
	Path folder;

	@TempDir(factory = FolderInMemory.class)
	Path temporary;

	private Runs runs;

	@BeforeEach
	void folders() throws Exception {
		this.runs = new Runs(this.temporary, this.folder.resolve("cache"));
		UnpackedBinaries.copyTo(this.runs.cache());
	}

	@AfterEach
	void nothingIsLeft() throws Exception {
		this.runs.assertNothingIsLeft();
	}

	@ParameterizedTest
	@ValueSource(strings = { "-Duser.language=fa", "-Duser.language=ar -Duser.country=EG" })
	void databasesAreCreatedClonedAndResetUnderNamesInAscii(String locale) throws Exception {
		Process jvm = NamesInAnotherJvm.start(List.of(locale.split(" ")), this.temporary, this.runs.cache());
		List<String> output = Runs.output(jvm).lines().toList();
		assertThat(output).filteredOn((line) -> line.startsWith("digits ")).singleElement().satisfies((digits) -> {
			assertThat(digits).isNotEqualTo("digits 1234567890");
			assertThat(output).contains("rows 1").anyMatch((line) -> line.contains("/users/")).hasSizeGreaterThan(8);
			assertThat(output).filteredOn((line) -> !line.equals(digits))
				.allMatch(StandardCharsets.US_ASCII.newEncoder()::canEncode);
		});
	}

	@Test
	void wholeLifeOfATestRunIsDoneAndTheNextBeginsWithItsTemplate() throws Exception {
		for (int run = 0; run < 2; run++) {
			assertThat(this.runs.run("-Duser.language=fa")).endsWith(WholeLife.DONE);
		}
	}

}
