// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.external;

import java.net.SocketTimeoutException;
import java.sql.SQLException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Refusal}, for what no server of the tests says.
 */
class RefusalTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			57P03 | FATAL: the database system is starting up                  | Wait until the server has started.
			28000 | FATAL: no pg_hba.conf entry for host, user, no encryption  | Check agent.data.external.username
			08001 | The connection attempt failed.                             | Check that a PostgreSQL listens
			      | This driver has no codes.                                  | Check that a PostgreSQL listens
			08006 | SSL error: handshake_failure                               | Check sslmode and sslrootcert
			""")
	void remediesFitTheCode(String code, String message, String remedy) {
		assertThat(new Refusal(new SQLException(message, code)).remedies()).first().asString().startsWith(remedy);
	}

	@Test
	void reasonNamesTheFailureUnderneath() {
		assertThat(new Refusal(new SQLException("The connection attempt failed.", "08001",
				new SocketTimeoutException("Connect timed out")))
			.reason()).isEqualTo("The connection attempt failed. (java.net.SocketTimeoutException: Connect timed out)");
	}

}
