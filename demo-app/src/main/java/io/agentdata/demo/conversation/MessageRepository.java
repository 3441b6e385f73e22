// SPDX-License-Identifier: Apache-2.0

package io.agentdata.demo.conversation;

import java.util.List;

import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

/**
 * Stored {@link Message messages}.
 */
public interface MessageRepository extends JpaRepository<Message, Long> {

	/**
	 * Find what was said in a conversation.
	 * @param conversation the thread
	 * @return the messages, the oldest first; possibly empty
	 */
	List<Message> findByConversationOrderByPosition(Conversation conversation);

	/**
	 * Return the position behind the last message.
	 * @param conversation the thread, locked by
	 * {@link ConversationRepository#findByIdForAppend}
	 * @return the position, from 0
	 */
	@Query("select coalesce(max(m.position) + 1, 0) from Message m where m.conversation = :conversation")
	int nextPosition(Conversation conversation);

}
