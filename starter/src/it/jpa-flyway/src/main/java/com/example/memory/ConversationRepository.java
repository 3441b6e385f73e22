// SPDX-License-Identifier: Apache-2.0
package com.example.memory;

import java.util.Optional;

import org.springframework.data.jpa.repository.JpaRepository;

public interface ConversationRepository extends JpaRepository<Conversation, Long> {

	Optional<Conversation> findByTopic(String topic);

}
