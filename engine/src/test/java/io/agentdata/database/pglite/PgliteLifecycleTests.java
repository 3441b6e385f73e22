// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.pglite;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the end of {@link PgliteServer}, in JVMs of their own; also while a statement
 * keeps Node's only thread busy.
 */
@Timeout(240)
class PgliteLifecycleTests {

	@TempDir
	Path home;

	@BeforeEach
	void requirePglite() {
		RealPglite.require();
	}

	@ParameterizedTest
	@ValueSource(strings = { "SELECT 1", "SELECT pg_sleep(600)" })
	void pgliteEndsWithItsJvm(String statement) throws Exception {
		Process jvm = PgliteInAnotherJvm.start(this.home, statement);
		List<ProcessHandle> children = jvm.descendants().toList();
		assertThat(children).hasSize(1);
		jvm.getOutputStream().close();
		assertThat(jvm.waitFor(30, TimeUnit.SECONDS)).isTrue();
		assertEnds(children.get(0));
	}

	@ParameterizedTest
	@ValueSource(strings = { "SELECT 1", "SELECT pg_sleep(600)" })
	void pgliteEndsWithItsJvmWhenThatIsKilled(String statement) throws Exception {
		Process jvm = PgliteInAnotherJvm.start(this.home, statement);
		List<ProcessHandle> children = jvm.descendants().toList();
		assertThat(children).hasSize(1);
		jvm.destroyForcibly().waitFor();
		assertEnds(children.get(0));
	}

	private void assertEnds(ProcessHandle node) throws Exception {
		node.onExit().get(30, TimeUnit.SECONDS);
		assertThat(this.home).isEmptyDirectory();
	}

}
