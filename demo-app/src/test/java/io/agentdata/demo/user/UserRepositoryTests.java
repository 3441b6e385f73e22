// SPDX-License-Identifier: Apache-2.0

package io.agentdata.demo.user;

import io.agentdata.test.AgentDataTest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jpa.test.autoconfigure.TestEntityManager;
import org.springframework.dao.DataIntegrityViolationException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link UserRepository}.
 */
@AgentDataTest
class UserRepositoryTests {

	@Autowired
	private UserRepository users;

	@Autowired
	private TestEntityManager entityManager;

	@Test
	void findByEmailReturnsTheUser() {
		User ada = new User("Ada@Example.com");
		ada.completeOnboarding("data engineering");
		this.users.saveAndFlush(ada);
		this.entityManager.clear();
		assertThat(this.users.findByEmail("ada@example.com")).hasValueSatisfying((user) -> {
			assertThat(user.getInterest()).isEqualTo("data engineering");
			assertThat(user.hasCompletedOnboarding()).isTrue();
			assertThat(user.getCreatedAt()).isNotNull();
		});
	}

	@Test
	void findByEmailWhenNobodyHasItReturnsEmpty() {
		assertThat(this.users.findByEmail("ada@example.com")).isEmpty();
	}

	@Test
	void saveWhenEmailIsTakenIsRefusedByTheDatabase() {
		this.users.saveAndFlush(new User("ada@example.com"));
		assertThatExceptionOfType(DataIntegrityViolationException.class)
			.isThrownBy(() -> this.users.saveAndFlush(new User("ADA@example.com")))
			.withMessageContaining("users_email_key");
	}

	@Test
	void createWhenEmailHasNoHostIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new User("ada@"))
			.withMessage("Cannot create a user with the e-mail address 'ada@': use the form name@host");
	}

}
