// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.pglite;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.agentdata.database.process.Command;
import org.jspecify.annotations.Nullable;

/**
 * The program that runs PGlite.
 *
 * @param program its name or its path
 * @param version its version, such as {@code 20.20.2}
 */
record Node(String program, String version) {

	static final int OLDEST_MAJOR = 20;

	private static final Pattern VERSION = Pattern.compile("v((\\d+)\\.\\d+\\.\\d+\\S*)");

	/**
	 * Ask Node for its version.
	 * @param path the program, or {@code null} to take it from the {@code PATH}
	 * @throws PgliteException if it does not run, or is too old
	 */
	static Node find(@Nullable Path path) {
		String program = (path != null) ? path.toString() : "node";
		Command.Result result = Command.run(program, "--version");
		Matcher version = VERSION.matcher(result.output());
		if (result.status() != 0 || !version.matches()) {
			throw PgliteException.noNode(program, result.output());
		}
		if (Integer.parseInt(version.group(2)) < OLDEST_MAJOR) {
			throw PgliteException.oldNode(program, version.group(1));
		}
		return new Node(program, version.group(1));
	}

}
