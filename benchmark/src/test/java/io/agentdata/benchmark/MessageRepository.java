// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark;

import java.util.List;

import org.springframework.data.jpa.repository.JpaRepository;

/**
 * Stored {@link Message messages}.
 */
interface MessageRepository extends JpaRepository<Message, Long> {

	List<Message> findByConversation(String conversation);

}
