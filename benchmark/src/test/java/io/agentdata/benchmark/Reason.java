// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark;

import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * Why a variant does not run on a machine, in its own words.
 */
final class Reason {

	private static final List<Predicate<String>> TELLING = List.of((line) -> line.startsWith("Caused by: "),
			(line) -> line.contains(": error: "), (line) -> line.startsWith("Exception in thread"),
			(line) -> !line.isBlank());

	private static final int LENGTH = 300;

	private Reason() {
	}

	/**
	 * Return the innermost cause that a failure tells of.
	 * @param failure what the run ended with
	 * @return one line
	 */
	static String of(Exception failure) {
		List<String> lines = Objects.toString(failure.getMessage(), failure.toString()).lines().toList();
		String reason = TELLING.stream()
			.flatMap((telling) -> lines.stream().filter(telling).reduce((first, second) -> second).stream())
			.findFirst()
			.orElse(failure.toString())
			.replace("|", "/");
		String inWords = reason.replaceFirst("^Caused by: [\\w.$]+: |^.*: error: ", "");
		return inWords.substring(0, Math.min(inWords.length(), LENGTH));
	}

}
