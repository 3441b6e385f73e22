// SPDX-License-Identifier: Apache-2.0

package io.agentdata.demo;

import java.util.List;
import java.util.Map;

import io.agentdata.demo.conversation.Conversation;
import io.agentdata.demo.conversation.MessageRole;
import io.agentdata.demo.memory.ConversationMemory;
import io.agentdata.demo.memory.Recollection;
import io.agentdata.demo.memory.WorkingMemoryNotes;
import io.agentdata.demo.user.User;
import io.agentdata.demo.user.UserRepository;
import io.agentdata.test.AutoConfigureAgentData;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.transaction.annotation.Transactional;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the whole {@link CareerAgentApplication}.
 */
@SpringBootTest
@AutoConfigureAgentData
@Transactional
class CareerAgentApplicationTests {

	@Autowired
	private Flyway flyway;

	@Autowired
	private UserRepository users;

	@Autowired
	private ConversationMemory memory;

	@Autowired
	private WorkingMemoryNotes notes;

	@Test
	void startMigratesTheDatabaseCompletely() {
		assertThat(this.flyway.info().applied()).hasSize(3);
		assertThat(this.flyway.info().pending()).isEmpty();
	}

	@Test
	void startStoresNobody() {
		assertThat(this.users.count()).isZero();
	}

	@Test
	void userIsRememberedAcrossConversations() {
		User lin = this.users.save(new User("lin@example.com"));
		Conversation first = this.memory.start(lin, "Getting to know each other");
		this.memory.remember(first, MessageRole.USER, "I have taught physics for nine years.");
		this.memory.remember(first, MessageRole.ASSISTANT, "Which part of teaching do you enjoy most?");
		Conversation second = this.memory.start(lin, "Next steps");
		this.memory.remember(second, MessageRole.USER, "I can study on Friday afternoons.");
		List<Recollection> recollections = this.memory.recall(lin, "What is my professional background?", 3);
		assertThat(recollections).hasSize(3)
			.first()
			.extracting(Recollection::content)
			.isEqualTo("I have taught physics for nine years.");
	}

	@Test
	void workingMemoryIsReadBackAsText() {
		User lin = this.users.save(new User("lin@example.com"));
		this.notes.note(lin, "job-search", Map.of("targetRole", "Data engineer", "daysPerWeek", 4));
		assertThat(this.notes.summarise(lin, "job-search")).isEqualTo("""
				Days per week: 4
				Target role: Data engineer""");
	}

}
