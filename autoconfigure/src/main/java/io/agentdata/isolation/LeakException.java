// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.util.List;
import java.util.stream.Collectors;

import io.agentdata.AgentDataException;

/**
 * A test has left changes behind that rollback does not undo.
 */
public final class LeakException extends AgentDataException {

	private static final long serialVersionUID = 1L;

	private final transient List<Leak> leaks;

	LeakException(String test, List<Leak> leaks) {
		super("A test has left changes behind.", "%s changed what rollback does not undo:%n%s".formatted(test, leaks
			.stream()
			.map((leak) -> " * " + leak)
			.collect(Collectors.joining(System.lineSeparator()))), List.of(
					"If the application is meant to commit there, let the test say so: @Isolated(Isolation.CLONE_METHOD) undoes it without a message.",
					"If the test only means to prepare data, let it take part in the test's transaction: no REQUIRES_NEW, no other thread, no connection of its own.",
					"If it seems to be in the test's transaction, look at its class: a method that is inherited from a class without the annotation, or marked NOT_SUPPORTED, is not.",
					"agent.data.on-leak=warn leaves the changes where they are, agent.data.on-leak=fail makes the test fail."),
				leaks.get(0).call());
		this.leaks = List.copyOf(leaks);
		leaks.stream().skip(1).map(Leak::call).forEach(this::addSuppressed);
	}

	/**
	 * Return the changes.
	 * @return what was left behind, in the order of the calls; never empty
	 */
	public List<Leak> leaks() {
		return this.leaks;
	}

}
