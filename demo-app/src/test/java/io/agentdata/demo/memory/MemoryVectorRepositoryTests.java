// SPDX-License-Identifier: Apache-2.0

package io.agentdata.demo.memory;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.agentdata.database.Capability;
import io.agentdata.demo.conversation.Conversation;
import io.agentdata.demo.conversation.ConversationRepository;
import io.agentdata.demo.conversation.Message;
import io.agentdata.demo.conversation.MessageRepository;
import io.agentdata.demo.conversation.MessageRole;
import io.agentdata.demo.user.User;
import io.agentdata.demo.user.UserRepository;
import io.agentdata.test.AgentDataTest;
import io.agentdata.test.RequiresCapability;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jpa.test.autoconfigure.TestEntityManager;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.data.domain.Limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link MemoryVectorRepository}.
 */
@AgentDataTest
class MemoryVectorRepositoryTests {

	@Autowired
	private UserRepository users;

	@Autowired
	private ConversationRepository conversations;

	@Autowired
	private MessageRepository messages;

	@Autowired
	private MemoryVectorRepository vectors;

	@Autowired
	private TestEntityManager entityManager;

	@Test
	void findByIdReturnsTheVectorAsSaved() {
		MemoryVector saved = this.vectors.saveAndFlush(guideEntry("cv-length", direction(30)));
		this.entityManager.clear();
		assertThat(this.vectors.findById(saved.getId())).hasValueSatisfying((vector) -> {
			assertThat(vector.getEmbedding()).isEqualTo(direction(30));
			assertThat(vector.getContent()).isEqualTo("Question of cv-length");
			assertThat(vector.getMetadata()).containsExactly(Map.entry("answer", "Answer of cv-length"));
		});
	}

	@Test
	void findNearestMessagesReturnsTheNearestFirstWithTheirDistances() {
		Conversation conversation = startConversation("ada@example.com");
		remember(conversation, "opposite", 180);
		remember(conversation, "near", 60);
		remember(conversation, "same", 0);
		remember(conversation, "far", 90);
		List<Recollection> nearest = this.vectors.findNearestMessages(conversation.getUser(), direction(0),
				Limit.of(3));
		assertThat(nearest).extracting(Recollection::content).containsExactly("same", "near", "far");
		assertThat(nearest.get(0).distance()).isCloseTo(0, within(1e-6));
		assertThat(nearest.get(1).distance()).isCloseTo(0.5, within(1e-6));
		assertThat(nearest.get(2).distance()).isCloseTo(1, within(1e-6));
	}

	@Test
	@RequiresCapability(Capability.VECTOR_INDEX)
	void findNearestMessagesByIndexSeesPastTheNearerMessagesOfOthers() {
		Conversation others = startConversation("grace@example.com");
		for (int i = 0; i < 200; i++) {
			remember(others, "Message " + i, i * 0.1);
		}
		Conversation own = startConversation("ada@example.com");
		remember(own, "far", 90);
		this.entityManager.getEntityManager().createNativeQuery("SET LOCAL enable_sort = off").executeUpdate();
		assertThat(this.vectors.findNearestMessages(own.getUser(), direction(0), Limit.of(1)))
			.extracting(Recollection::content)
			.containsExactly("far");
	}

	@Test
	@RequiresCapability(Capability.VECTOR_INDEX)
	void findNearestGuideEntriesReturnsTheNearestFirst() {
		this.vectors.saveAll(List.of(guideEntry("far", direction(90)), guideEntry("near", direction(60)),
				guideEntry("same", direction(0))));
		remember(startConversation("ada@example.com"), "A message is no guide entry", 0);
		List<NearestGuideEntry> nearest = this.vectors.findNearestGuideEntries(Arrays.toString(direction(0)), 2);
		assertThat(nearest).extracting(NearestGuideEntry::guideEntry).containsExactly("same", "near");
		assertThat(nearest.get(1).answer()).isEqualTo("Answer of near");
		assertThat(nearest.get(1).distance()).isCloseTo(0.5, within(1e-6));
	}

	@Test
	void saveWhenDimensionsDifferIsRefusedByTheDatabase() {
		assertThatExceptionOfType(DataAccessException.class)
			.isThrownBy(() -> this.vectors.saveAndFlush(guideEntry("short", new float[] { 1, 2, 3 })))
			.withStackTraceContaining("expected 384 dimensions, not 3");
	}

	@Test
	void saveWhenGuideEntryIsStoredAlreadyIsRefusedByTheDatabase() {
		this.vectors.saveAndFlush(guideEntry("cv-length", direction(0)));
		assertThatExceptionOfType(DataIntegrityViolationException.class)
			.isThrownBy(() -> this.vectors.saveAndFlush(guideEntry("cv-length", direction(90))))
			.withMessageContaining("vectors_guide_entry_key");
	}

	private Conversation startConversation(String email) {
		User user = this.users.save(new User(email));
		return this.conversations.save(new Conversation(user, "Directions"));
	}

	private void remember(Conversation conversation, String content, double degrees) {
		Message message = this.messages
			.save(new Message(conversation, this.messages.nextPosition(conversation), MessageRole.USER, content));
		this.vectors.save(MemoryVector.ofMessage(message, direction(degrees)));
	}

	private static MemoryVector guideEntry(String id, float[] embedding) {
		return MemoryVector.ofGuideEntry(id, "Question of " + id, embedding, Map.of("answer", "Answer of " + id));
	}

	private static float[] direction(double degrees) {
		float[] vector = new float[MemoryVector.DIMENSIONS];
		vector[0] = (float) Math.cos(Math.toRadians(degrees));
		vector[1] = (float) Math.sin(Math.toRadians(degrees));
		return vector;
	}

}
