// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark.suite;

import java.sql.SQLException;
import java.util.List;

import javax.sql.DataSource;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * Empties all tables after each test, as suites do that commit. It has to come before
 * Spring's extension, so that the test-managed transaction has ended.
 */
final class TruncatedTables implements AfterEachCallback {

	@Override
	public void afterEach(ExtensionContext context) throws SQLException {
		JdbcTemplate jdbc = new JdbcTemplate(SpringExtension.getApplicationContext(context).getBean(DataSource.class));
		List<String> tables = jdbc.queryForList(
				"SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'flyway_schema_history'",
				String.class);
		jdbc.execute("TRUNCATE %s RESTART IDENTITY CASCADE".formatted(String.join(", ", tables)));
	}

}
