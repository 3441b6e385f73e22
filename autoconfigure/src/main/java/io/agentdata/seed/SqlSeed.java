// SPDX-License-Identifier: Apache-2.0
package io.agentdata.seed;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.springframework.core.io.support.EncodedResource;
import org.springframework.jdbc.datasource.init.ScriptException;
import org.springframework.jdbc.datasource.init.ScriptStatementFailedException;
import org.springframework.jdbc.datasource.init.ScriptUtils;

/**
 * Runs a script, as Spring's {@code @Sql} does.
 */
final class SqlSeed {

	private static final Pattern NUMBER = Pattern.compile("#(\\d+) of ");

	private SqlSeed() {
	}

	static void load(SeedFile file, Connection connection) throws IOException {
		try {
			ScriptUtils.executeSqlScript(connection, new EncodedResource(file.resource(), StandardCharsets.UTF_8));
		}
		catch (ScriptStatementFailedException ex) {
			SqlStatement statement = statement(file, ex);
			throw SeedException.of(file.name(), "line " + statement.line(), statement.text(),
					(ex.getCause() instanceof SQLException cause) ? cause : ex);
		}
		catch (ScriptException ex) {
			throw SeedException.of(file.name(), "all lines", null, ex);
		}
	}

	private static SqlStatement statement(SeedFile file, ScriptStatementFailedException failure) throws IOException {
		Matcher number = NUMBER.matcher(String.valueOf(failure.getMessage()));
		return SqlStatement.find(file.resource().getContentAsString(StandardCharsets.UTF_8),
				number.find() ? Integer.parseInt(number.group(1)) : 1);
	}

}
