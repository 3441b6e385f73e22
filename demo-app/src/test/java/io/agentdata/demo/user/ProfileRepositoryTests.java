// SPDX-License-Identifier: Apache-2.0

package io.agentdata.demo.user;

import java.util.List;
import java.util.Map;

import io.agentdata.database.Capability;
import io.agentdata.test.AgentDataTest;
import io.agentdata.test.RequiresCapability;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jpa.test.autoconfigure.TestEntityManager;
import org.springframework.dao.DataIntegrityViolationException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ProfileRepository}.
 */
@AgentDataTest
class ProfileRepositoryTests {

	@Autowired
	private UserRepository users;

	@Autowired
	private ProfileRepository profiles;

	@Autowired
	private TestEntityManager entityManager;

	@Test
	void findByIdReturnsTheJsonAsSaved() {
		User ada = this.users.save(new User("ada@example.com"));
		Project project = new Project("Reading list", "Sorts papers by topic", List.of("Python", "SQL"));
		Map<String, Object> rawData = Map.of("headline", "Analyst", "positions", List.of(Map.of("years", 3)));
		this.profiles.saveAndFlush(new Profile(ada, "ada", rawData, Map.of("headline", "Analyst"), List.of(project)));
		this.entityManager.clear();
		assertThat(this.profiles.findById(ada.getId())).hasValueSatisfying((profile) -> {
			assertThat(profile.getUser().getId()).isEqualTo(ada.getId());
			assertThat(profile.getRawData()).isEqualTo(rawData);
			assertThat(profile.getFilteredData()).containsExactly(Map.entry("headline", "Analyst"));
			assertThat(profile.getProjects()).containsExactly(project);
		});
	}

	@Test
	@RequiresCapability(Capability.JSONB)
	void findByFilteredDataContainingReturnsMatchesInTheOrderOfNames() {
		save("grace", Map.of("skills", List.of("COBOL", "SQL"), "remote", true));
		save("ada", Map.of("skills", List.of("SQL"), "remote", true));
		save("alan", Map.of("skills", List.of("Python"), "remote", true));
		save("edsger", Map.of("skills", List.of("SQL"), "remote", false));
		assertThat(this.profiles.findByFilteredDataContaining("""
				{"skills": ["SQL"], "remote": true}""")).extracting(Profile::getUsername)
			.containsExactly("ada", "grace");
	}

	@Test
	void saveWhenUsernameIsTakenIsRefusedByTheDatabase() {
		save("ada", Map.of());
		User other = this.users.save(new User("other@example.com"));
		assertThatExceptionOfType(DataIntegrityViolationException.class)
			.isThrownBy(() -> this.profiles.saveAndFlush(new Profile(other, "ada", Map.of(), Map.of(), List.of())))
			.withMessageContaining("profiles_username_key");
	}

	private void save(String username, Map<String, Object> filteredData) {
		User user = this.users.save(new User(username + "@example.com"));
		this.profiles.saveAndFlush(new Profile(user, username, Map.of(), filteredData, List.of()));
	}

}
