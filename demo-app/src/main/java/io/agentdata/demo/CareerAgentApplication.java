// SPDX-License-Identifier: Apache-2.0

package io.agentdata.demo;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * A career agent with a memory. Started with {@code --ask="a question"}, it prints the
 * nearest answers of its career guide.
 */
@SpringBootApplication
public class CareerAgentApplication {

	/**
	 * Start the agent.
	 * @param args properties as {@code --key=value}, or {@code --ask="a question"}
	 */
	public static void main(String[] args) {
		SpringApplication.run(CareerAgentApplication.class, args);
	}

}
