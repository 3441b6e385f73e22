// SPDX-License-Identifier: Apache-2.0
package com.example.people;

import io.agentdata.test.AgentDataTest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

@AgentDataTest
class PersonRepositoryTests {

	@Autowired
	private PersonRepository people;

	@Test
	void tablesAreMadeOfTheEntities() {
		this.people.saveAndFlush(new Person("Ada"));
		assertThat(this.people.findAll()).extracting(Person::getName).containsExactly("Ada");
	}

}
