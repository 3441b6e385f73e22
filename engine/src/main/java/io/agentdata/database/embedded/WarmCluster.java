// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import io.agentdata.database.postgres.PostgresServer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server whose templates have changed, at its end. The JVM that uses it last stops it,
 * and keeps its cluster for the next run.
 *
 * @param server the server
 * @param clusters where clusters are kept
 */
record WarmCluster(RunningServer server, ClusterCache clusters) {

	private static final Logger logger = LoggerFactory.getLogger(WarmCluster.class);

	private static final String NOT_KEPT = "The warm templates are not kept for later runs: {}";

	/**
	 * What belongs to the whole server, or to the databases that it is made with. The
	 * next run would find what a test has left there.
	 */
	private static final String IS_CLEAN = """
			SELECT NOT EXISTS (SELECT FROM pg_roles WHERE oid >= 16384)
				AND NOT EXISTS (SELECT FROM pg_tablespace WHERE oid >= 16384)
				AND NOT EXISTS (SELECT FROM pg_db_role_setting)
				AND NOT EXISTS (SELECT FROM pg_parameter_acl)
				AND NOT EXISTS (SELECT FROM pg_file_settings WHERE sourcefile LIKE '%postgresql.auto.conf')
				AND NOT EXISTS (SELECT FROM pg_class WHERE oid >= 16384)
				AND NOT EXISTS (SELECT FROM pg_proc WHERE oid >= 16384)
				AND NOT EXISTS (SELECT FROM pg_extension WHERE oid >= 16384)
			""";

	/**
	 * Stop the server and keep its cluster, unless a JVM uses it, or tests have left
	 * something in it that is not in a database of ours.
	 * @return whether it was stopped
	 * @throws SQLException if the server refuses to be tidied
	 * @throws IOException if the server's folder cannot be written to
	 */
	boolean keep() throws IOException, SQLException {
		// many that end at the same time would wait for each other's look at it
		if (!this.server.isUnused()) {
			return false;
		}
		try (Claim claim = claim()) {
			return claim != null && keep(claim);
		}
	}

	/**
	 * Claim the server, unless a JVM has come to use it: each of both tells its intent
	 * first and looks for the other's then. Of several JVMs that end at the same time one
	 * has it. Those of the build that come later wait for its cluster.
	 */
	private @Nullable Claim claim() {
		try (ServerRegistry registry = this.server.registry()) {
			ServerRecord record = this.server.record();
			if (registry.files().isClaimed(record.directory())) {
				return null;
			}
			Claim claim = registry.claim(record.directory(),
					(record.recipe() != null) ? Claim.server(record.recipe(), record.build()) : Claim.ALONE);
			if (this.server.isUnused()) {
				return claim;
			}
			claim.withdraw();
			claim.close();
			return null;
		}
		catch (IOException ex) {
			logger.info(NOT_KEPT, ex.toString());
			return null;
		}
	}

	private boolean keep(Claim claim) throws IOException, SQLException {
		try {
			if (!isClean()) {
				return false;
			}
			PostgresServer postgres = this.server.postgres();
			postgres.dropAll(ServerUsers.PREFIX);
			postgres.close();
			this.server.leaveFolder();
			stop(claim);
			return true;
		}
		finally {
			// where that has failed, the server's record and its watch see to the folder
			claim.withdraw();
		}
	}

	private void stop(Claim claim) throws IOException {
		ServerRecord record = this.server.record();
		Cluster cluster = new Cluster(record.directory());
		record.postmaster().stop("INT");
		try {
			this.clusters.keep(cluster, record.password());
		}
		catch (IOException ex) {
			logger.info(NOT_KEPT, ex.toString());
		}
		finally {
			Directories.delete(cluster.directory());
			Files.deleteIfExists(claim.record());
		}
	}

	private boolean isClean() throws SQLException {
		try (Connection connection = this.server.postgres().dataSource("template1", "public").getConnection();
				Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery(IS_CLEAN)) {
			return row.next() && row.getBoolean(1);
		}
	}

}
