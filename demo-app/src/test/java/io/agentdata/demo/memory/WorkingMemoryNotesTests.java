// SPDX-License-Identifier: Apache-2.0

package io.agentdata.demo.memory;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.agentdata.demo.user.User;
import io.agentdata.demo.user.UserRepository;
import io.agentdata.test.AgentDataTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jpa.test.autoconfigure.TestEntityManager;
import org.springframework.context.annotation.Import;
import org.springframework.dao.DataIntegrityViolationException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link WorkingMemoryNotes}.
 */
@AgentDataTest
@Import(MemoryConfiguration.class)
class WorkingMemoryNotesTests {

	@Autowired
	private UserRepository users;

	@Autowired
	private WorkingMemoryRepository memories;

	@Autowired
	private WorkingMemoryNotes notes;

	@Autowired
	private TestEntityManager entityManager;

	private User ada;

	@BeforeEach
	void saveUser() {
		this.ada = this.users.save(new User("ada@example.com"));
	}

	@Test
	void summariseWritesOneLineForEachValue() {
		Map<String, Object> content = new LinkedHashMap<>();
		content.put("targetRole", "Data engineer");
		content.put("open_to_remote", true);
		content.put("skills", Arrays.asList("SQL", null, "Python"));
		content.put("contact", Map.of("name", "Grace", "lastCall", "2026-11-02"));
		content.put("offers", List.of(Map.of("company", "Acme", "salary", 61000)));
		content.put("deadline", null);
		content.put("blockers", List.of());
		note("job-search", content);
		assertThat(this.notes.summarise(this.ada, "job-search")).isEqualTo("""
				Contact:
				  Last call: 2026-11-02
				  Name: Grace
				Offers: Company: Acme; Salary: 61000
				Open to remote: yes
				Skills: SQL, Python
				Target role: Data engineer""");
	}

	@Test
	void summariseKeepsResourcesApart() {
		note("job-search", Map.of("city", "Lisbon"));
		note("learning", Map.of("topic", "SQL"));
		assertThat(this.notes.summarise(this.ada, "learning")).isEqualTo("Topic: SQL");
	}

	@Test
	void summariseWhenNothingIsNotedSaysSo() {
		note("learning", Map.of());
		assertThat(this.notes.summarise(this.ada, "learning")).isEqualTo("Nothing is known about learning yet.");
		assertThat(this.notes.summarise(this.ada, "health")).isEqualTo("Nothing is known about health yet.");
	}

	@Test
	void noteReplacesWhatWasNotedBefore() {
		note("job-search", Map.of("city", "Lisbon"));
		note("job-search", Map.of("country", "Portugal"));
		assertThat(this.notes.summarise(this.ada, "job-search")).isEqualTo("Country: Portugal");
		assertThat(this.memories.count()).isEqualTo(1);
	}

	@Test
	void noteWhenResourceIsNotInLowerCaseIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> note("Job search", Map.of()))
			.withMessage("Cannot note anything about the resource 'Job search': "
					+ "name it in lower case, digits and hyphens, such as 'job-search'");
	}

	@Test
	void saveWhenResourceIsNotedAlreadyIsRefusedByTheDatabase() {
		note("job-search", Map.of());
		assertThatExceptionOfType(DataIntegrityViolationException.class)
			.isThrownBy(() -> this.memories.saveAndFlush(new WorkingMemory(this.ada, "job-search")))
			.withMessageContaining("working_memory_user_id_resource_key");
	}

	private void note(String resource, Map<String, Object> content) {
		this.notes.note(this.ada, resource, content);
		this.entityManager.flush();
		this.entityManager.clear();
	}

}
