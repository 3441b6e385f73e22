// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

import io.agentdata.database.copy.WarmStart;
import org.jspecify.annotations.Nullable;

/**
 * A database that begins with a warm template, or becomes one.
 *
 * @param database the database, which is replaced
 * @param templates the templates of its server
 */
record WarmDatabase(ReplaceableDatabase database, WarmTemplates templates) implements WarmStart {

	/**
	 * The server's own objects are numbered below 16384.
	 * @see <a href=
	 * "https://www.postgresql.org/docs/17/system-catalog-initial-data.html#SYSTEM-CATALOG-OID-ASSIGNMENT">the
	 * assignment of numbers</a>
	 */
	private static final String IS_EMPTY = """
			SELECT NOT EXISTS (SELECT FROM pg_class WHERE oid >= 16384)
				AND NOT EXISTS (SELECT FROM pg_proc WHERE oid >= 16384)
				AND NOT EXISTS (SELECT FROM pg_type WHERE oid >= 16384)
				AND NOT EXISTS (SELECT FROM pg_extension WHERE oid >= 16384)
				AND NOT EXISTS (SELECT FROM pg_largeobject_metadata)
				AND NOT EXISTS (SELECT FROM pg_namespace WHERE oid >= 16384 AND nspname <> ?)
			""";

	/**
	 * Settings and grants of the database itself, and what belongs to the whole server,
	 * are not copied with a database.
	 */
	private static final String IS_ALL_COPIED = """
			SELECT datacl IS NULL AND NOT EXISTS (SELECT FROM pg_db_role_setting WHERE setdatabase IN (0, pg_database.oid))
				AND NOT EXISTS (SELECT FROM pg_roles WHERE oid >= 16384)
				AND NOT EXISTS (SELECT FROM pg_tablespace WHERE oid >= 16384)
				AND NOT EXISTS (SELECT FROM pg_subscription WHERE subdbid = pg_database.oid)
			FROM pg_database WHERE datname = current_database()
			""";

	@Override
	public boolean isEmpty() throws SQLException {
		try (Connection connection = this.database.dataSource().getConnection();
				PreparedStatement statement = connection.prepareStatement(IS_EMPTY)) {
			statement.setString(1, this.database.schema());
			return isTrue(statement);
		}
	}

	@Override
	public @Nullable List<String> fingerprint(String key) throws SQLException {
		return this.templates.fingerprint(key);
	}

	@Override
	public void apply(String key) throws SQLException {
		this.database.replaceBy((copy) -> this.templates.copyTo(key, copy));
	}

	@Override
	public void clear() throws SQLException {
		this.database.replaceBy(this.database::createLike);
	}

	@Override
	public void seal(String key, List<String> fingerprint) throws SQLException {
		try (Connection connection = this.database.dataSource().getConnection();
				PreparedStatement statement = connection.prepareStatement(IS_ALL_COPIED)) {
			if (!isTrue(statement)) {
				throw new SQLException("the server has roles, tablespaces or settings that a copy would not have");
			}
		}
		this.database.copyFor("warm", (copy) -> this.templates.put(key, fingerprint, copy));
	}

	private static boolean isTrue(PreparedStatement question) throws SQLException {
		try (ResultSet rows = question.executeQuery()) {
			return rows.next() && rows.getBoolean(1);
		}
	}

}
