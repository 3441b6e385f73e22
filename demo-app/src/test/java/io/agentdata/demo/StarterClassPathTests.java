// SPDX-License-Identifier: Apache-2.0

package io.agentdata.demo;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests that the starter brings what unpacks the binaries, to an application that has the
 * auto-configuration without it. With a full cache nothing else would notice.
 */
class StarterClassPathTests {

	@ParameterizedTest
	@ValueSource(strings = { "org.tukaani.xz.XZInputStream",
			"org.apache.commons.compress.archivers.tar.TarArchiveInputStream", "org.postgresql.Driver" })
	void typeIsThere(String type) {
		assertThatNoException().isThrownBy(() -> Class.forName(type));
	}

}
