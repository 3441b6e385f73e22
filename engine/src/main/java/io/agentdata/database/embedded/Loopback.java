// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;

/**
 * The address of the machine that no other machine reaches.
 *
 * @param address as PostgreSQL's settings name it
 * @param host as URLs name it
 */
record Loopback(String address, String host) {

	private static final List<Loopback> BOTH = List.of(new Loopback("127.0.0.1", "127.0.0.1"),
			new Loopback("::1", "[::1]"));

	/**
	 * Return the address that can be listened on here: IPv4, or IPv6 where there is only
	 * that.
	 * @throws UncheckedIOException if there is neither
	 */
	static Loopback find() {
		UncheckedIOException failure = null;
		for (Loopback candidate : BOTH) {
			try {
				candidate.freePort();
				return candidate;
			}
			catch (UncheckedIOException ex) {
				if (failure != null) {
					ex.addSuppressed(failure);
				}
				failure = ex;
			}
		}
		throw failure;
	}

	/**
	 * Return a TCP port that nobody listens on at the moment.
	 */
	int freePort() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(this.address))) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("No TCP port of %s can be opened.".formatted(this.address), ex);
		}
	}

}
