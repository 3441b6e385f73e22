// SPDX-License-Identifier: Apache-2.0

package io.agentdata.demo.memory;

import dev.langchain4j.model.embedding.EmbeddingModel;
import io.agentdata.demo.conversation.ConversationRepository;
import io.agentdata.demo.conversation.MessageRepository;
import io.agentdata.demo.embedding.EmbeddingConfiguration;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;

/**
 * Contributes the agent's memory.
 */
@Configuration(proxyBeanMethods = false)
@Import(EmbeddingConfiguration.class)
public class MemoryConfiguration {

	@Bean
	ConversationMemory conversationMemory(ConversationRepository conversations, MessageRepository messages,
			MemoryVectorRepository vectors, @Lazy EmbeddingModel embeddingModel) {
		return new ConversationMemory(conversations, messages, vectors, embeddingModel);
	}

	@Bean
	WorkingMemoryNotes workingMemoryNotes(WorkingMemoryRepository memories) {
		return new WorkingMemoryNotes(memories);
	}

}
