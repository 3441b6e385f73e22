// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.external;

import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JvmId}.
 */
class JvmIdTests {

	private static final Instant LEASE_END = Instant.parse("2026-11-20T12:00:00Z");

	@Test
	void ofNamesThatBeginWithThePrefixIsTheJvm() {
		JvmId jvm = JvmId.create(LEASE_END.plusNanos(5));
		assertThat(jvm.leaseEnd()).isEqualTo(LEASE_END);
		assertThat(JvmId.of(jvm.prefix() + "7_recall")).hasValue(jvm);
		assertThat(JvmId.of(jvm.prefix() + "7_recall_2")).hasValue(jvm);
		assertThat(jvm.prefix()).hasSize(32).matches("[a-z0-9_]+");
	}

	@Test
	void createTellsJvmsApart() {
		JvmId one = JvmId.create(LEASE_END);
		JvmId other = JvmId.create(LEASE_END);
		assertThat(one.prefix()).isNotEqualTo(other.prefix());
		assertThat(one.lock()).isNotEqualTo(other.lock());
	}

	@ParameterizedTest
	@ValueSource(strings = { "agent_data", "agent_data_1_template", "agent_data_x", "postgres",
			"agent_data_0123456789abcdef0000_1_x", "my_agent_data_0123456789abcdef5a4c_1_x" })
	void ofNamesOfOthersIsNothing(String name) {
		assertThat(JvmId.of(name)).isEmpty();
	}

	@Test
	void ofANameWithAnotherDigitIsNothing() {
		String prefix = new JvmId("0123abcd", LEASE_END).prefix();
		for (int index = "agent_data_".length(); index < prefix.length() - 1; index++) {
			char digit = (prefix.charAt(index) != '7') ? '7' : '8';
			assertThat(JvmId.of(prefix.substring(0, index) + digit + prefix.substring(index + 1) + "1_x")).isEmpty();
		}
		assertThat(JvmId.of(prefix + "1_x")).isPresent();
		assertThat(JvmId.of(prefix.toUpperCase() + "1_X")).isEmpty();
		assertThat(JvmId.of(prefix + "1'; DROP")).isEmpty();
	}

}
