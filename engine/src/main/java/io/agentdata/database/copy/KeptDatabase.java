// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.copy;

/**
 * A database that was set aside as it was, for people to look at. It outlives its JVM.
 *
 * @param test the test that left it, in words
 * @param url the JDBC URL, without user and password
 * @param username the role to connect as
 * @param password the role's password in plain text
 */
public record KeptDatabase(String test, String url, String username, String password) {

	/**
	 * Return the line for a shell that opens the database.
	 * @return a call of {@code psql}, with the password before it
	 */
	public String psqlCommand() {
		String address = this.url.substring("jdbc:".length()).replaceFirst("\\?.*", "");
		return "PGPASSWORD=%s psql -U %s '%s'".formatted(this.password, this.username, address);
	}

	/**
	 * Return the database in words, without the password.
	 */
	@Override
	public String toString() {
		return "KeptDatabase[test=%s, url=%s, username=%s]".formatted(this.test, this.url, this.username);
	}

}
