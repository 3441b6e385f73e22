// SPDX-License-Identifier: Apache-2.0

package io.agentdata.demo.user;

import java.time.Instant;
import java.util.Locale;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.CreationTimestamp;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * A person who asks the agent for advice.
 */
@Entity
@Table(name = "users")
public class User {

	@Id
	@GeneratedValue(strategy = GenerationType.IDENTITY)
	private @Nullable Long id;

	private String email;

	private @Nullable String interest;

	private boolean hasCompletedOnboarding;

	@CreationTimestamp
	@Column(updatable = false)
	private @Nullable Instant createdAt;

	/**
	 * Create a user who has not completed the onboarding.
	 * @param email the address, stored in lower case
	 * @throws IllegalArgumentException if it has no name or no host around its {@code @}
	 */
	public User(String email) {
		Assert.isTrue(email.matches("\\S+@\\S+"),
				() -> "Cannot create a user with the e-mail address '" + email + "': use the form name@host");
		this.email = email.toLowerCase(Locale.ROOT);
	}

	/**
	 * Used by JPA only.
	 */
	@SuppressWarnings("NullAway.Init")
	protected User() {
	}

	/**
	 * Note what the user would like to do.
	 * @param interest a few words, such as "data engineering"
	 */
	public void completeOnboarding(String interest) {
		this.interest = interest;
		this.hasCompletedOnboarding = true;
	}

	/**
	 * Return the database's identifier.
	 * @return the identifier, or {@code null} before the user is saved
	 */
	public @Nullable Long getId() {
		return this.id;
	}

	/**
	 * Return the e-mail address.
	 * @return the address in lower case
	 */
	public String getEmail() {
		return this.email;
	}

	/**
	 * Return what the user would like to do.
	 * @return a few words, or {@code null} before the onboarding
	 */
	public @Nullable String getInterest() {
		return this.interest;
	}

	/**
	 * Return whether the user has answered the first questions.
	 * @return {@code true} after the onboarding
	 */
	public boolean hasCompletedOnboarding() {
		return this.hasCompletedOnboarding;
	}

	/**
	 * Return when the user came.
	 * @return the instant, or {@code null} before the user is saved
	 */
	public @Nullable Instant getCreatedAt() {
		return this.createdAt;
	}

}
