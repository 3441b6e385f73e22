// SPDX-License-Identifier: Apache-2.0
package io.agentdata.sample;

import java.util.List;
import java.util.stream.Stream;

import io.agentdata.seed.AgentDataSeeder;
import io.agentdata.seed.Seeds;

import org.springframework.stereotype.Component;

/**
 * A seeder as the README shows it.
 */
@Component
class NoteSeeder implements AgentDataSeeder {

	@Override
	public void seed(Seeds seeds) {
		seeds.copy("note", List.of("title"), Stream.<Object[]>of(new Object[] { "seeded" }));
	}

}
