// SPDX-License-Identifier: Apache-2.0

package io.agentdata.pgvector.build;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when this machine cannot provide a package, as opposed to a package that is
 * wrong.
 */
final class PackageUnavailableException extends Exception {

	private static final long serialVersionUID = 1L;

	private final String reason;

	private final String remedy;

	/**
	 * Creates the exception.
	 * @param reason what was found, a clause without a full stop
	 * @param remedy what to do, an imperative clause without a full stop
	 * @param cause the cause, if there is one
	 */
	PackageUnavailableException(String reason, String remedy, @Nullable Throwable cause) {
		super("The package is not available: %s. To have it, %s.".formatted(reason, remedy), cause);
		this.reason = reason;
		this.remedy = remedy;
	}

	String reason() {
		return this.reason;
	}

	String remedy() {
		return this.remedy;
	}

}
