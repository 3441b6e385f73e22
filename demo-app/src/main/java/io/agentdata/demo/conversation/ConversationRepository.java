// SPDX-License-Identifier: Apache-2.0

package io.agentdata.demo.conversation;

import java.util.Optional;

import jakarta.persistence.LockModeType;

import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;

/**
 * Stored {@link Conversation conversations}.
 */
public interface ConversationRepository extends JpaRepository<Conversation, Long> {

	/**
	 * Lock a conversation until the transaction ends, so that one writer at a time
	 * appends to it.
	 * @param id the identifier
	 * @return the conversation, or empty if there is none
	 */
	@Lock(LockModeType.PESSIMISTIC_WRITE)
	@Query("select c from Conversation c where c.id = :id")
	Optional<Conversation> findByIdForAppend(Long id);

}
