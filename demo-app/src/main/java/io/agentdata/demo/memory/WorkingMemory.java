// SPDX-License-Identifier: Apache-2.0

package io.agentdata.demo.memory;

import java.time.Instant;
import java.util.Map;

import io.agentdata.demo.user.User;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.UpdateTimestamp;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/**
 * What the agent keeps in mind about one resource of a user, such as {@code job-search}.
 */
@Entity
@Table(name = "working_memory", schema = "agent_memory")
public class WorkingMemory {

	@Id
	@GeneratedValue(strategy = GenerationType.IDENTITY)
	private @Nullable Long id;

	@ManyToOne(fetch = FetchType.LAZY, optional = false)
	@JoinColumn(name = "user_id")
	private User user;

	private String resource;

	@JdbcTypeCode(SqlTypes.JSON)
	private Map<String, @Nullable Object> content = Map.of();

	@Version
	private int version;

	@UpdateTimestamp
	private @Nullable Instant updatedAt;

	/**
	 * Create an empty working memory.
	 * @param user whose memory
	 * @param resource what it is about: lower case, digits and hyphens
	 */
	public WorkingMemory(User user, String resource) {
		this.user = user;
		this.resource = resource;
	}

	/**
	 * Used by JPA only.
	 */
	@SuppressWarnings("NullAway.Init")
	protected WorkingMemory() {
	}

	/**
	 * Return what it is about.
	 * @return the resource
	 */
	public String getResource() {
		return this.resource;
	}

	/**
	 * Return what is kept in mind.
	 * @return the values by name, possibly empty
	 */
	public Map<String, @Nullable Object> getContent() {
		return this.content;
	}

	/**
	 * Replace what is kept in mind.
	 * @param content texts, numbers, booleans, lists and maps by name
	 */
	public void setContent(Map<String, @Nullable Object> content) {
		this.content = content;
	}

}
