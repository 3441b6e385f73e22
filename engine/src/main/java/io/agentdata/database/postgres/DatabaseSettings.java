// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Settings, grants and the comment of a database, which {@code CREATE DATABASE} does not
 * copy from a template: they are in catalogs that all databases of a server share.
 *
 * @param statements what gives them to another database
 */
record DatabaseSettings(List<Template> statements) {

	static final DatabaseSettings NONE = new DatabaseSettings(List.of());

	/**
	 * The value of a setting that is a list of names is kept as SQL, any other as plain
	 * text; see <a href=
	 * "https://www.postgresql.org/docs/17/catalog-pg-db-role-setting.html">pg_db_role_setting</a>.
	 */
	private static final String QUERY = """
			SELECT CASE s.setrole WHEN 0 THEN 'ALTER DATABASE ' ELSE format('ALTER ROLE %I IN DATABASE ', r.rolname) END,
				format(' SET %I = ', split_part(c, '=', 1)) || CASE
					WHEN split_part(c, '=', 1) IN ('search_path', 'temp_tablespaces', 'local_preload_libraries', 'session_preload_libraries')
						THEN coalesce(nullif(substr(c, strpos(c, '=') + 1), ''), '''''')
					ELSE quote_literal(substr(c, strpos(c, '=') + 1)) END
			FROM pg_database d JOIN pg_db_role_setting s ON s.setdatabase = d.oid CROSS JOIN unnest(s.setconfig) AS c
				LEFT JOIN pg_roles r ON r.oid = s.setrole
			WHERE d.datname = ? AND (s.setrole = 0 OR r.rolname IS NOT NULL)
			UNION ALL
			SELECT 'REVOKE ALL ON DATABASE ', ' FROM PUBLIC' FROM pg_database WHERE datname = ? AND datacl IS NOT NULL
			UNION ALL
			SELECT format('GRANT %s ON DATABASE ', a.privilege_type), format(' TO %s%s',
				CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(g.rolname) END,
				CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
			FROM pg_database d CROSS JOIN aclexplode(d.datacl) AS a LEFT JOIN pg_roles g ON g.oid = a.grantee
			WHERE d.datname = ? AND (a.grantee = 0 OR g.rolname IS NOT NULL)
			UNION ALL
			SELECT 'COMMENT ON DATABASE ', ' IS ' || quote_literal(shobj_description(oid, 'pg_database')) FROM pg_database
			WHERE datname = ? AND shobj_description(oid, 'pg_database') IS NOT NULL
			UNION ALL
			SELECT 'ALTER DATABASE ', ' CONNECTION LIMIT ' || datconnlimit FROM pg_database WHERE datname = ? AND datconnlimit >= 0
			""";

	private static final int MENTIONS = 5;

	/**
	 * Read those of a database.
	 */
	static DatabaseSettings read(Connection connection, String database) throws SQLException {
		List<Template> statements = new ArrayList<>();
		try (PreparedStatement statement = connection.prepareStatement(QUERY)) {
			for (int mention = 1; mention <= MENTIONS; mention++) {
				statement.setString(mention, database);
			}
			try (ResultSet rows = statement.executeQuery()) {
				while (rows.next()) {
					statements.add(new Template(rows.getString(1), rows.getString(2)));
				}
			}
		}
		return statements.isEmpty() ? NONE : new DatabaseSettings(List.copyOf(statements));
	}

	/**
	 * Return the statements for a database.
	 * @param database its name, quoted
	 */
	List<String> statementsFor(String database) {
		return this.statements.stream().map((template) -> template.before() + database + template.after()).toList();
	}

	/**
	 * Statement without the name of the database.
	 *
	 * @param before the text before the name
	 * @param after the text after it
	 */
	record Template(String before, String after) {

	}

}
