// SPDX-License-Identifier: Apache-2.0
package com.example.memory;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.agentdata.test.AgentDataTest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jpa.test.autoconfigure.TestEntityManager;
import org.springframework.context.ApplicationContext;
import org.springframework.data.domain.Limit;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

@AgentDataTest
class MemoryRepositoryTests {

	@Autowired
	private ConversationRepository conversations;

	@Autowired
	private MemoryRepository memories;

	@Autowired
	private TestEntityManager entityManager;

	@Autowired
	private JdbcTemplate jdbc;

	@Test
	void findNearestReturnsTheNearestFirst() {
		Conversation conversation = this.conversations.save(new Conversation("career", Instant.EPOCH));
		this.memories.saveAllAndFlush(List.of(new Memory(conversation, "far", direction(90), Map.of()),
				new Memory(conversation, "near", direction(30), Map.of("role", "user", "position", 1))));
		this.entityManager.clear();
		List<Memory> nearest = this.memories.findNearest(direction(0), Limit.of(2));
		assertThat(nearest).extracting(Memory::getContent).containsExactly("near", "far");
		assertThat(nearest.get(0).getEmbedding()).isEqualTo(direction(30));
		assertThat(nearest.get(0).getMetadata()).isEqualTo(Map.of("role", "user", "position", 1));
	}

	@Test
	void migrationsMakeTheIndexAsInProduction() {
		String sql = "SELECT indexdef FROM pg_indexes WHERE indexname = 'memories_embedding_idx'";
		assertThat(this.jdbc.queryForObject(sql, String.class))
			.contains("USING hnsw (embedding vector_cosine_ops)", "m='16'", "ef_construction='64'");
	}

	@Test
	void contextIsSharedWithOtherTestClasses(@Autowired ApplicationContext context) {
		SharedContext.verify(context);
	}

	private static float[] direction(double degrees) {
		float[] vector = new float[Memory.DIMENSIONS];
		vector[0] = (float) Math.cos(Math.toRadians(degrees));
		vector[1] = (float) Math.sin(Math.toRadians(degrees));
		return vector;
	}

}
