// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Supplier;

import io.agentdata.database.copy.WarmStart;
import org.jspecify.annotations.Nullable;

/**
 * A database that begins with a warm template, or becomes one.
 *
 * @param database the database, which is replaced
 * @param templates the templates of its server
 * @param key the key of the one template
 * @param copy a copy of the template, where there is one
 * @param fingerprintOfCopy what that template was made from, once the copy is there: by
 * then another JVM may have replaced the template
 */
record WarmDatabase(ReplaceableDatabase database, WarmTemplates templates, String key, Spare copy,
		Supplier<@Nullable List<String>> fingerprintOfCopy) implements WarmStart {

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
	public @Nullable List<String> fingerprint() {
		return this.copy.make() ? this.fingerprintOfCopy.get() : null;
	}

	@Override
	public void apply() throws SQLException {
		if (!this.copy.make()) {
			throw new SQLException("there is no template that can be copied");
		}
		this.database.replaceBy(this.copy.name());
		this.templates.touch(this.key);
	}

	@Override
	public void clear() throws SQLException {
		this.database.clear();
	}

	@Override
	public void seal(List<String> fingerprint) throws SQLException {
		this.database.discard(this.copy);
		this.templates.verify(this.database.name());
		this.database.copyFor("warm", (made) -> this.templates.put(this.key, fingerprint, made));
	}

}
