// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark;

import java.io.IOException;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Reason}.
 */
class ReasonTests {

	@Test
	void ofStackTraceIsTheInnermostCause() {
		assertThat(Reason.of(new IOException("""
				exit status 1: Exception in thread "main" java.lang.IllegalStateException: Of 6 tests, 0 succeeded.
					at io.agentdata.benchmark.suite.Suite.main(Suite.java:70)
				Caused by: java.lang.IllegalStateException: Failed to load the context
					... 4 more
				Caused by: org.postgresql.util.PSQLException: ERROR: extension "vector" is not available
					... 9 more
				"""))).isEqualTo("ERROR: extension \"vector\" is not available");
	}

	@Test
	void ofCompilerIsWhatItMisses() {
		assertThat(Reason.of(new IOException("/tmp/suite/Suite01Tests.java:9: error: package io.zonky does not exist")))
			.isEqualTo("package io.zonky does not exist");
	}

	@Test
	void ofFailureWithoutAMessageIsItsType() {
		assertThat(Reason.of(new IOException())).isEqualTo("java.io.IOException");
	}

}
