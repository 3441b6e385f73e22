// SPDX-License-Identifier: Apache-2.0

package io.agentdata.demo.guide;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import io.agentdata.demo.memory.MemoryVector;
import io.agentdata.demo.memory.MemoryVectorRepository;
import io.agentdata.demo.memory.NearestGuideEntry;

import org.springframework.transaction.annotation.Transactional;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * Answers questions from what is known about careers in general.
 */
@Transactional
public class CareerGuide {

	private final MemoryVectorRepository vectors;

	private final EmbeddingModel embeddingModel;

	CareerGuide(MemoryVectorRepository vectors, EmbeddingModel embeddingModel) {
		this.vectors = vectors;
		this.embeddingModel = embeddingModel;
	}

	/**
	 * Store the entries that are not stored yet.
	 * @param entries the entries, each with its own identifier
	 * @return how many were stored
	 */
	public int load(List<GuideEntry> entries) {
		Set<String> stored = this.vectors.findGuideEntries();
		List<GuideEntry> added = entries.stream().filter((entry) -> !stored.contains(entry.id())).toList();
		if (added.isEmpty()) {
			return 0;
		}
		List<TextSegment> questions = added.stream().map((entry) -> TextSegment.from(entry.question())).toList();
		List<Embedding> embeddings = this.embeddingModel.embedAll(questions).content();
		for (int i = 0; i < added.size(); i++) {
			this.vectors.save(vector(added.get(i), embeddings.get(i)));
		}
		return added.size();
	}

	/**
	 * Find the entries whose questions mean most nearly the same.
	 * @param question a question, not blank
	 * @param limit how many entries at most, at least 1
	 * @return the entries, nearest first; fewer than {@code limit} if there are no more
	 * @throws IllegalArgumentException if the question is blank or the limit is below 1
	 */
	@Transactional(readOnly = true)
	public List<NearestGuideEntry> answer(String question, int limit) {
		Assert.isTrue(StringUtils.hasText(question), "Cannot answer a blank question: ask one in words");
		Assert.isTrue(limit >= 1, () -> "Cannot find %s answers: ask for at least 1".formatted(limit));
		float[] embedding = this.embeddingModel.embed(question).content().vector();
		return this.vectors.findNearestGuideEntries(Arrays.toString(embedding), limit);
	}

	private static MemoryVector vector(GuideEntry entry, Embedding embedding) {
		return MemoryVector.ofGuideEntry(entry.id(), entry.question(), embedding.vector(),
				Map.of("topic", entry.topic(), "answer", entry.answer()));
	}

}
