// SPDX-License-Identifier: Apache-2.0
package io.agentdata.test;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.Embedding;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponse;
import org.springframework.ai.vectorstore.SearchRequest;
import org.springframework.ai.vectorstore.pgvector.PgVectorStore;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that Spring AI's {@link PgVectorStore} makes its schema and works.
 */
@AgentDataTest
class PgVectorStoreTests {

	@Autowired
	private JdbcTemplate jdbc;

	@Test
	void initializesItsSchemaAndFindsTheNearest() throws Exception {
		PgVectorStore store = PgVectorStore.builder(this.jdbc, new LetterFrequencies())
			.initializeSchema(true)
			.dimensions(26)
			.build();
		store.afterPropertiesSet();
		store.add(List.of(new Document("salary negotiation", Map.of("topic", "money")),
				new Document("zzz quiz jazz", Map.of("topic", "music"))));
		List<Document> found = store
			.similaritySearch(SearchRequest.builder().query("negotiating a salary").topK(1).build());
		assertThat(found).extracting(Document::getText).containsExactly("salary negotiation");
		assertThat(this.jdbc.queryForList("SELECT extname FROM pg_extension", String.class)).contains("vector",
				"hstore", "uuid-ossp");
	}

	/**
	 * Embeds a text as the frequencies of its letters, which is enough to tell these
	 * apart.
	 */
	static class LetterFrequencies implements EmbeddingModel {

		@Override
		public EmbeddingResponse call(EmbeddingRequest request) {
			return new EmbeddingResponse(
					request.getInstructions().stream().map((text) -> new Embedding(embed(text), 0)).toList());
		}

		@Override
		public float[] embed(Document document) {
			return embed(String.valueOf(document.getText()));
		}

		@Override
		public float[] embed(String text) {
			float[] embedding = new float[26];
			text.chars()
				.filter((letter) -> letter >= 'a' && letter <= 'z')
				.forEach((letter) -> embedding[letter - 'a']++);
			return embedding;
		}

	}

}
