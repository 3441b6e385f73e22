// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.external;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.agentdata.database.embedded.SharedServer;

/**
 * Databases on a shared server that nobody of us may touch, however much they look like
 * ours.
 *
 * @param server where they are
 * @param names their names
 */
record Bystanders(SharedServer server, List<String> names) {

	static Bystanders create(SharedServer server) throws SQLException {
		JvmId dead = new JvmId("0badcafe", Instant.EPOCH);
		Bystanders bystanders = new Bystanders(server, new ArrayList<>());
		server.execute("postgres", "CREATE ROLE another CREATEDB");
		bystanders.create("shop", "another");
		bystanders.create("agent_data", SharedServer.ROLE);
		bystanders.create("agent_data_x", SharedServer.ROLE);
		bystanders.create("agent_data_1_template", SharedServer.ROLE);
		bystanders.create(dead.prefix() + "1_of_another", "another");
		bystanders.create(dead.prefix().replace("cafe", "cafd") + "1_mistyped", SharedServer.ROLE);
		bystanders.create(dead.prefix().replace("agent", "Agent") + "1_quoted", SharedServer.ROLE);
		bystanders.create(dead.prefix() + "1 of somebody's", SharedServer.ROLE);
		server.execute("postgres",
				"COMMENT ON DATABASE agent_data_x IS 'AgentData keeps this for a test run until 2020-01-01T00:00:00Z'");
		return bystanders;
	}

	private void create(String name, String owner) throws SQLException {
		this.server.execute("postgres", "CREATE DATABASE \"%s\" OWNER %s".formatted(name, owner));
		this.server.execute(name.replace(" ", "%20"),
				"CREATE TABLE customer AS SELECT n, random() AS secret FROM generate_series(1, 10) AS n");
		this.names.add(name);
	}

	/**
	 * Return what they are and hold.
	 */
	List<String> contents() throws SQLException {
		List<String> contents = new ArrayList<>();
		for (String name : this.names) {
			contents.addAll(this.server.query(name.replace(" ", "%20"),
					"SELECT (SELECT oid FROM pg_database WHERE datname = current_database()) "
							+ "|| string_agg(customer::text, ' ') FROM customer"));
		}
		return contents;
	}

}
