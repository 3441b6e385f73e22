// SPDX-License-Identifier: Apache-2.0

package io.agentdata.demo.guide;

import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the entries of the career guide.
 */
class GuideEntryTests {

	private final List<GuideEntry> entries = GuideEntry.readAll(new ClassPathResource("career-guide.jsonl"));

	@Test
	void readAllReturnsTheEntriesInTheOrderOfTheLines() {
		assertThat(this.entries).hasSizeGreaterThanOrEqualTo(300);
		assertThat(this.entries).first().satisfies((entry) -> {
			assertThat(entry.id()).isEqualTo("cv-length");
			assertThat(entry.topic()).isEqualTo("cv");
			assertThat(entry.question()).isEqualTo("How long should my CV be?");
			assertThat(entry.answer()).startsWith("One page for the first ten years");
		});
	}

	@Test
	void identifiersAreUniqueWordsInLowerCase() {
		assertThat(this.entries).extracting(GuideEntry::id).doesNotHaveDuplicates();
		assertThat(this.entries).allSatisfy((entry) -> assertThat(entry.id()).matches("[a-z0-9]+(-[a-z0-9]+)*"));
	}

	@Test
	void questionsAreUnique() {
		assertThat(this.entries).extracting((entry) -> entry.question().toLowerCase()).doesNotHaveDuplicates();
	}

	@Test
	void answersHaveOneToThreeSentences() {
		assertThat(this.entries)
			.allSatisfy((entry) -> assertThat(entry.answer().split("(?<=[.!?])\\s+")).hasSizeBetween(1, 3));
	}

}
