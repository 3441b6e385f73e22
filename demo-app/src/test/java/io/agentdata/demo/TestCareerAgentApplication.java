// SPDX-License-Identifier: Apache-2.0

package io.agentdata.demo;

import java.util.stream.Stream;

import org.springframework.boot.SpringApplication;

/**
 * The agent on an embedded PostgreSQL, for development:
 * {@code mvn spring-boot:test-run -Dspring-boot.run.arguments="--ask='a question'"}.
 */
public final class TestCareerAgentApplication {

	private TestCareerAgentApplication() {
	}

	/**
	 * Start the agent without a database of its own.
	 * @param args the arguments of {@link CareerAgentApplication}
	 */
	public static void main(String[] args) {
		SpringApplication.from(CareerAgentApplication::main)
			.run(Stream.concat(Stream.of("--agent.data.engine=embedded"), Stream.of(args)).toArray(String[]::new));
	}

}
