// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.postgres;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The databases of a server that later runs start from. Each carries its description as
 * its comment, so that whoever copies the server's files copies both. It is safe for use
 * by several threads, in several JVMs.
 */
public final class WarmTemplates {

	/**
	 * How the names of the templates begin, and of no other database.
	 */
	public static final String PREFIX = "agent_data_warm_";

	private static final Logger logger = LoggerFactory.getLogger(WarmTemplates.class);

	/**
	 * Each is the size of a migrated database, and lengthens the way of all to the disk.
	 */
	private static final int MOST = 8;

	/**
	 * What they take together. Each start puts them all into the folder of its server, in
	 * memory where it can.
	 */
	private static final int MOST_MEGABYTES = 200;

	private static final String MEGABYTES = """
			SELECT coalesce(sum(pg_database_size(oid)) / 1048576, 0) FROM pg_database WHERE datname = %s
			""";

	private static final int DIGEST_LENGTH = 32;

	/**
	 * Settings and grants of the database itself, and what belongs to the whole server,
	 * are not copied with a database.
	 */
	private static final String IS_ALL_COPIED = """
			SELECT count(*) FROM pg_database WHERE datname = %s AND datacl IS NULL
				AND NOT EXISTS (SELECT FROM pg_db_role_setting WHERE setdatabase IN (0, pg_database.oid))
				AND NOT EXISTS (SELECT FROM pg_roles WHERE oid >= 16384)
				AND NOT EXISTS (SELECT FROM pg_tablespace WHERE oid >= 16384)
				AND NOT EXISTS (SELECT FROM pg_subscription WHERE subdbid = pg_database.oid)
			""";

	private final PostgresServer server;

	private final Runnable onChange;

	/**
	 * Describe the templates of a server.
	 * @param server the server
	 * @param onChange told when a template was added, dropped, or used again after a
	 * longer time: the next run shall know
	 */
	public WarmTemplates(PostgresServer server, Runnable onChange) {
		this.server = server;
		this.onChange = onChange;
	}

	/**
	 * Copy a template to a database of a name that is free.
	 * @return what the copied template was made from, or {@code null} where there is none
	 * that can be used
	 * @throws SQLException if it cannot be copied; then it is dropped
	 */
	@Nullable List<String> copyTo(String key, String database) throws SQLException {
		String name = name(key);
		String text = this.server.comments(name).get(name);
		if (text == null) {
			return null;
		}
		TemplateComment comment = TemplateComment.parse(text);
		if (comment == null) {
			dropDamaged(name, "its description cannot be read");
			return null;
		}
		clone(name, database);
		TemplateComment present = TemplateComment.parse(this.server.comments(name).get(name));
		if (present == null || !present.created().equals(comment.created())) {
			logger.debug("Another JVM has replaced the warm template {} at the same time", name);
			this.server.drop(database);
			return null;
		}
		return comment.fingerprint();
	}

	private void clone(String name, String database) throws SQLException {
		try {
			this.server.clone(name, database);
		}
		catch (SQLException ex) {
			if (this.server.exists(name)) {
				dropDamaged(name, "it cannot be copied: " + ex.getMessage());
			}
			throw ex;
		}
	}

	/**
	 * Check that a database can become a template: a copy of it is all that there is, and
	 * there is room for it.
	 * @throws SQLException if it cannot
	 */
	void verify(String database) throws SQLException {
		int megabytes = megabytes(database);
		if (megabytes > MOST_MEGABYTES) {
			throw new SQLException("the database takes %s MB, and all templates together %s MB at most"
				.formatted(megabytes, MOST_MEGABYTES));
		}
		if (this.server.count(IS_ALL_COPIED.formatted(PostgresServer.literal(database))) == 0) {
			throw new SQLException("the server has roles, tablespaces or settings that a copy would not have");
		}
	}

	/**
	 * Let a copy that was made be the template of a key. Where several do so at the same
	 * time, one of them stays.
	 */
	void put(String key, List<String> fingerprint, String copy) throws SQLException {
		String name = name(key);
		this.server.comment(copy, TemplateComment.of(fingerprint, Instant.now()).text());
		this.server.forbidSessions(copy);
		try {
			name(copy, name);
		}
		catch (SQLException ex) {
			if (!this.server.exists(name)) {
				throw ex;
			}
			logger.debug("Another JVM has made the warm template {} at the same time", name, ex);
			this.server.drop(copy);
			return;
		}
		dropSurplus();
		this.onChange.run();
	}

	private void name(String copy, String name) throws SQLException {
		if (this.server.exists(name)) {
			String replaced = this.server.nextName("copy");
			this.server.replace(name, replaced, copy);
			this.server.drop(replaced);
		}
		else {
			this.server.rename(copy, name);
		}
	}

	/**
	 * Note that a template is in use.
	 */
	void touch(String key) throws SQLException {
		String name = name(key);
		TemplateComment comment = TemplateComment.parse(this.server.comments(name).get(name));
		if (comment != null) {
			TemplateComment used = comment.usedAt(Instant.now());
			this.server.comment(name, used.text());
			if (used.isLongAfter(comment)) {
				this.onChange.run();
			}
		}
	}

	/**
	 * Drop those that were not used for the longest time, where there are too many, or
	 * too large ones.
	 */
	private void dropSurplus() throws SQLException {
		Map<String, Instant> used = this.server.comments(PREFIX)
			.entrySet()
			.stream()
			.collect(Collectors.toMap(Map.Entry::getKey, (entry) -> TemplateComment.lastUse(entry.getValue())));
		List<String> lastUsedFirst = used.keySet()
			.stream()
			.sorted(Comparator.<String, Instant>comparing(used::get).reversed())
			.toList();
		int kept = 0;
		int room = MOST_MEGABYTES;
		for (String name : lastUsedFirst) {
			int megabytes = megabytes(name);
			if (kept < MOST && megabytes <= room) {
				kept++;
				room -= megabytes;
			}
			else {
				logger.debug("The warm template {} was not used for the longest time, and is dropped", name);
				this.server.drop(name);
			}
		}
	}

	private int megabytes(String database) throws SQLException {
		return this.server.count(MEGABYTES.formatted(PostgresServer.literal(database)));
	}

	private void dropDamaged(String name, String damage) throws SQLException {
		logger.warn("The warm template {} is dropped: {}.", name, damage);
		this.server.drop(name);
		this.onChange.run();
	}

	private static String name(String key) {
		return PREFIX + Sha256.of(key).substring(0, DIGEST_LENGTH);
	}

}
