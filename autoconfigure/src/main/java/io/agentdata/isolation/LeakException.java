// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.util.List;
import java.util.stream.Collectors;

import io.agentdata.AgentDataException;

/**
 * A test has committed changes beside its test-managed transaction.
 */
public final class LeakException extends AgentDataException {

	private static final long serialVersionUID = 1L;

	private static final int MOST_LEAKS = 3;

	private final transient List<Leak> leaks;

	LeakException(String test, List<Leak> leaks) {
		super("A test has left changes behind.",
				"%s committed beside its transaction, which is rolled back:%n%s".formatted(test, inWords(leaks)),
				List.of("If the application is meant to commit there, let the test commit as well, without a message: @Isolated(Isolation.RESET).",
						"If the test only means to prepare data, let it take part in the test's transaction: no REQUIRES_NEW, no other thread, no connection of its own.",
						"agent.data.on-leak=warn leaves the changes where they are, agent.data.on-leak=fail makes the test fail."),
				leaks.get(0).call());
		this.leaks = List.copyOf(leaks);
	}

	/**
	 * Return the commits.
	 * @return one for each place in the code, in the order of the calls; never empty
	 */
	public List<Leak> leaks() {
		return this.leaks;
	}

	private static String inWords(List<Leak> leaks) {
		String shown = leaks.stream()
			.limit(MOST_LEAKS)
			.map((leak) -> " * " + leak + frames(leak, leaks.size()))
			.collect(Collectors.joining(System.lineSeparator()));
		return (leaks.size() > MOST_LEAKS)
				? "%s%n * and %s more places in the code".formatted(shown, leaks.size() - MOST_LEAKS) : shown;
	}

	private static String frames(Leak leak, int leaks) {
		return (leak.call() instanceof LeakedCall call)
				? System.lineSeparator() + call.frames((leaks > 1) ? 2 : Integer.MAX_VALUE) : "";
	}

}
