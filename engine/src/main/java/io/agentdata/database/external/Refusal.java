// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.external;

import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/**
 * What it means that a connection was not made.
 *
 * @param exception what the driver says
 * @see <a href= "https://www.postgresql.org/docs/17/errcodes-appendix.html">PostgreSQL's
 * codes</a>
 */
record Refusal(SQLException exception) {

	private static final String CHECK_ADDRESS = "Check that a PostgreSQL listens at agent.data.external.url, and lets "
			+ "this machine in.";

	/**
	 * Return the driver's words, and those of the failure underneath, which alone names
	 * an unknown host.
	 */
	String reason() {
		Throwable cause = this.exception.getCause();
		String words = String.valueOf(this.exception.getMessage());
		return (cause != null) ? "%s (%s)".formatted(words, cause) : words;
	}

	/**
	 * Return what to do, most likely first.
	 */
	List<String> remedies() {
		if (isOfTls()) {
			return List.of("Check sslmode and sslrootcert in agent.data.external.url, and the server's certificate.",
					CHECK_ADDRESS);
		}
		return switch (String.valueOf(this.exception.getSQLState())) {
			case "28P01", "28000", "08004" ->
				List.of("Check agent.data.external.username and agent.data.external.password, and whom the server's "
						+ "pg_hba.conf lets in.");
			case "3D000" -> List.of("Name a database in agent.data.external.url that exists, such as postgres.");
			case "53300" -> List.of("Wait until others have closed connections, or raise max_connections.");
			case "57P03" -> List.of("Wait until the server has started.");
			default -> List.of(CHECK_ADDRESS);
		};
	}

	private boolean isOfTls() {
		String words = reason().toLowerCase(Locale.ROOT);
		return words.contains("ssl") || words.contains("hostnameverifier");
	}

}
