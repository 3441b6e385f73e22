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

	@Override
	public boolean isEmpty(Connection connection) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(IS_EMPTY)) {
			statement.setString(1, this.database.schema());
			try (ResultSet rows = statement.executeQuery()) {
				return rows.next() && rows.getBoolean(1);
			}
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
		this.templates.verify(this.database.name());
		this.database.copyFor("warm", (copy) -> this.templates.put(key, fingerprint, copy));
	}

}
