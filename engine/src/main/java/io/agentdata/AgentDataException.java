// SPDX-License-Identifier: Apache-2.0
package io.agentdata;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A failure that a user can mend. Its message stands alone: a headline that the
 * troubleshooting page repeats as a heading, what was attempted and found, then the
 * remedies.
 */
public abstract class AgentDataException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String headline;

	private final String description;

	private final transient List<String> remedies;

	/**
	 * Create a failure with its remedies.
	 * @param headline the first line, without values
	 * @param description what was attempted, on what, and what was found
	 * @param remedies what to do, most likely first; one imperative sentence each, never
	 * empty
	 * @param cause the failure underneath, or {@code null}
	 */
	protected AgentDataException(String headline, String description, List<String> remedies,
			@Nullable Throwable cause) {
		super("%s%n%s%nWhat to do, most likely first:%n - %s".formatted(headline, description,
				String.join(System.lineSeparator() + " - ", remedies)), cause);
		this.headline = headline;
		this.description = description;
		this.remedies = List.copyOf(remedies);
	}

	/**
	 * Return the first line of the message.
	 * @return one sentence without values
	 */
	public String headline() {
		return this.headline;
	}

	/**
	 * Return what was attempted, on what, and what was found.
	 * @return one or more sentences with actual values
	 */
	public String description() {
		return this.description;
	}

	/**
	 * Return what to do about it.
	 * @return imperative sentences, most likely first; never empty
	 */
	public List<String> remedies() {
		return this.remedies;
	}

}
