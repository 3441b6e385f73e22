// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.h2;

import java.util.List;

import io.agentdata.AgentDataException;

/**
 * An H2 database was asked for, and its library is not there. Nothing was done.
 */
public final class MissingH2Exception extends AgentDataException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create a refusal.
	 */
	MissingH2Exception() {
		super("H2 is not on the class path.",
				"The engine H2 runs in the library com.h2database:h2, which was not found.",
				List.of("Add com.h2database:h2 to the test scope; Spring Boot manages its version (2.4.240 is tested).",
						"Use another engine, such as agent.data.engine=embedded."),
				null);
	}

	static void throwIfMissing() {
		try {
			Class.forName("org.h2.Driver", false, MissingH2Exception.class.getClassLoader());
		}
		catch (ClassNotFoundException ex) {
			throw new MissingH2Exception();
		}
	}

}
