// SPDX-License-Identifier: Apache-2.0
package com.example.memory;

import java.time.Instant;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

@Entity
@Table(name = "conversations")
public class Conversation {

	@Id
	@GeneratedValue(strategy = GenerationType.IDENTITY)
	private Long id;

	private String topic;

	private Instant startedAt;

	protected Conversation() {
	}

	public Conversation(String topic, Instant startedAt) {
		this.topic = topic;
		this.startedAt = startedAt;
	}

	public Long getId() {
		return this.id;
	}

	public String getTopic() {
		return this.topic;
	}

	public Instant getStartedAt() {
		return this.startedAt;
	}

}
