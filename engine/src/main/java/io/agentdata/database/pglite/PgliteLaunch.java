// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.pglite;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TimeZone;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is handed to Node.
 *
 * @param options how PGlite is found and started
 * @param searchPath the schemas that unqualified names resolve to, quoted where needed
 * @param password the password to ask connections for
 */
record PgliteLaunch(PgliteOptions options, String searchPath, String password) {

	private static final Logger logger = LoggerFactory.getLogger(PgliteLaunch.class);

	/**
	 * Nothing is kept, as for the embedded engine, and memory is what PGlite needs most.
	 */
	private static final List<String> SETTINGS = List.of("full_page_writes=off", "wal_level=minimal",
			"max_wal_senders=0", "shared_buffers=16MB", "wal_buffers=1MB", "max_prepared_transactions=10");

	/**
	 * Start Node, where it and all packages are found.
	 * @throws PgliteException if they are not; nothing is started
	 */
	NodeProcess start() {
		Node node = Node.find(this.options.node());
		List<Path> packages = NpmPackage.find(this.options.nodeModules(), Path.of(""));
		logger.info("PGlite is started in Node {}, from {}", node.version(), packages.get(0));
		List<String> arguments = new ArrayList<>(packages.stream().map(Path::toString).toList());
		arguments.add(String.valueOf(this.options.waitTimeout().toMillis()));
		arguments.addAll(SETTINGS);
		arguments.add("search_path=" + this.searchPath);
		arguments.add("TimeZone=" + timeZone());
		return NodeProcess.start(node, script(), arguments, this.password);
	}

	/**
	 * Return what a session of the JDBC driver would ask for. PostgreSQL counts offsets
	 * the other way round, see <a href=
	 * "https://www.postgresql.org/docs/18/datatype-datetime.html#DATATYPE-TIMEZONES">Time
	 * Zones</a>.
	 */
	private static String timeZone() {
		String id = TimeZone.getDefault().getID();
		if (id.startsWith("GMT+")) {
			return id.replace('+', '-');
		}
		return id.startsWith("GMT-") ? id.replace('-', '+') : id;
	}

	private static String script() {
		try (InputStream stream = PgliteLaunch.class.getResourceAsStream("server.mjs")) {
			if (stream == null) {
				throw new IllegalStateException("The class path lacks server.mjs, which belongs to PgliteLaunch.");
			}
			return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
