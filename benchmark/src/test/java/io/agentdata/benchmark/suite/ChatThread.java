// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark.suite;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Message messages} belong to.
 */
@Entity
@Table(name = "threads")
class ChatThread {

	@Id
	@GeneratedValue(strategy = GenerationType.IDENTITY)
	private @Nullable Long id;

	private String title;

	ChatThread(String title) {
		this.title = title;
	}

	@SuppressWarnings("NullAway.Init")
	protected ChatThread() {
	}

	@Nullable Long getId() {
		return this.id;
	}

	String getTitle() {
		return this.title;
	}

}
