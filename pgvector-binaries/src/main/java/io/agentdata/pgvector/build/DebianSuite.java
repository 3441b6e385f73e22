// SPDX-License-Identifier: Apache-2.0

package io.agentdata.pgvector.build;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Debian suite with the PostgreSQL major that its pgvector package is built for.
 */
enum DebianSuite {

	TRIXIE("17"), FORKY("18");

	private final String major;

	DebianSuite(String major) {
		this.major = major;
	}

	static DebianSuite of(String major) {
		return Stream.of(values())
			.filter((suite) -> suite.major.equals(major))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException(
					"pgvector.postgresql names PostgreSQL '%s', for which no Debian suite with pgvector is known. Choose from %s."
						.formatted(major,
								Stream.of(values()).map(DebianSuite::major).collect(Collectors.joining(", ")))));
	}

	String suiteName() {
		return name().toLowerCase(Locale.ROOT);
	}

	String major() {
		return this.major;
	}

	String packageName() {
		return "postgresql-" + this.major + "-pgvector";
	}

}
