// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.postgres;

import org.postgresql.ds.PGSimpleDataSource;

/**
 * Connections whose URL has only the parameters that were set. The driver's own adds all
 * that there are, and Flyway takes a tenth of a second to search such a URL for secrets.
 */
final class ServerDataSource extends PGSimpleDataSource {

	private static final long serialVersionUID = 1L;

	private final String url;

	ServerDataSource(String url, String username, String password) {
		this.url = url;
		setUrl(url);
		setUser(username);
		setPassword(password);
	}

	@Override
	public String getUrl() {
		return this.url;
	}

}
