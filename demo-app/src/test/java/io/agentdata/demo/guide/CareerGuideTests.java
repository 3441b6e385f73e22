// SPDX-License-Identifier: Apache-2.0

package io.agentdata.demo.guide;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.agentdata.database.Capability;
import io.agentdata.demo.memory.NearestGuideEntry;
import io.agentdata.test.AutoConfigureAgentData;
import io.agentdata.test.RequiresCapability;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.io.ClassPathResource;
import org.springframework.transaction.annotation.Transactional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link CareerGuide} with all its entries.
 */
@SpringBootTest
@AutoConfigureAgentData
@Transactional
@ExtendWith(OutputCaptureExtension.class)
class CareerGuideTests {

	@Autowired
	private CareerGuide guide;

	@Autowired
	private AskRunner askRunner;

	@Test
	@RequiresCapability(Capability.VECTOR_INDEX)
	void answerFindsTheOriginalOfEachParaphraseFirst() throws IOException {
		this.guide.load(entries());
		List<Paraphrase> paraphrases = paraphrases();
		assertThat(paraphrases).hasSizeGreaterThanOrEqualTo(40);
		assertThat(paraphrases).allSatisfy((paraphrase) -> assertThat(this.guide.answer(paraphrase.paraphrase(), 1))
			.extracting(NearestGuideEntry::guideEntry)
			.containsExactly(paraphrase.id()));
	}

	@Test
	@RequiresCapability(Capability.VECTOR_INDEX)
	void answerReturnsTheNearestFirst() {
		this.guide.load(entries().subList(0, 20));
		List<NearestGuideEntry> nearest = this.guide.answer("How long should my CV be?", 5);
		assertThat(nearest).hasSize(5).first().extracting(NearestGuideEntry::guideEntry).isEqualTo("cv-length");
		assertThat(nearest).extracting(NearestGuideEntry::distance).isSorted();
	}

	@Test
	void loadStoresOnlyWhatIsNew() {
		assertThat(this.guide.load(entries().subList(0, 3))).isEqualTo(3);
		assertThat(this.guide.load(entries().subList(0, 5))).isEqualTo(2);
		assertThat(this.guide.load(entries().subList(0, 5))).isZero();
	}

	@Test
	void answerWhenQuestionIsBlankIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.guide.answer(" ", 1))
			.withMessage("Cannot answer a blank question: ask one in words");
	}

	@Test
	void answerWhenLimitIsBelowOneIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.guide.answer("How long should my CV be?", 0))
			.withMessage("Cannot find 0 answers: ask for at least 1");
	}

	@Test
	@RequiresCapability(Capability.VECTOR_INDEX)
	void runWithQuestionPrintsTheNearestAnswers(CapturedOutput output) {
		this.askRunner.run(new DefaultApplicationArguments("--ask=How long should my CV be?"));
		assertThat(output).contains("0.000  How long should my CV be?")
			.contains("One page for the first ten years of work");
	}

	@Test
	@RequiresCapability(Capability.VECTOR_INDEX)
	void runWithoutQuestionLoadsNothing() {
		this.askRunner.run(new DefaultApplicationArguments());
		assertThat(this.guide.answer("How long should my CV be?", 1)).isEmpty();
	}

	private static List<GuideEntry> entries() {
		return GuideEntry.readAll(new ClassPathResource("career-guide.jsonl"));
	}

	private static List<Paraphrase> paraphrases() throws IOException {
		JsonMapper mapper = new JsonMapper();
		return new ClassPathResource("career-guide-paraphrases.jsonl").getContentAsString(StandardCharsets.UTF_8)
			.lines()
			.map((line) -> mapper.readValue(line, Paraphrase.class))
			.toList();
	}

	private record Paraphrase(String id, String paraphrase) {

	}

}
