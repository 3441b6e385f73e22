// SPDX-License-Identifier: Apache-2.0
package io.agentdata.h2;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.agentdata.database.h2.H2MigrationException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.internal.sqlscript.FlywaySqlScriptException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;

/**
 * Migrates, and tells of a statement that H2 refuses.
 */
final class H2MigrationStrategy implements FlywayMigrationStrategy {

	/**
	 * H2 repeats the statement, with a mark where it gives up.
	 */
	private static final Pattern SYNTAX_ERROR = Pattern.compile("(.{0,20}\\[\\*].{0,20})", Pattern.DOTALL);

	@Override
	public void migrate(Flyway flyway) {
		try {
			flyway.migrate();
		}
		catch (FlywayException ex) {
			FlywaySqlScriptException script = script(ex);
			throw (script != null) ? refusal(script, ex) : ex;
		}
	}

	private static H2MigrationException refusal(FlywaySqlScriptException script, FlywayException cause) {
		String file = (script.getResource() != null) ? script.getResource().getAbsolutePath() : "of a callback";
		return new H2MigrationException(file, script.getLineNumber(), script.getStatement(),
				"H2 refuses the statement: " + reason(script), cause);
	}

	private static String reason(FlywaySqlScriptException script) {
		String reason = String
			.valueOf((script.getCause() != null) ? script.getCause().getMessage() : script.getMessage());
		Matcher syntaxError = SYNTAX_ERROR.matcher(reason);
		if (syntaxError.find()) {
			return "syntax error near " + syntaxError.group(1).replace("\\000a", " ");
		}
		// H2 repeats the statement, with its error code
		int statement = reason.indexOf("; SQL statement:");
		return (statement > 0) ? reason.substring(0, statement) : reason;
	}

	private static @Nullable FlywaySqlScriptException script(@Nullable Throwable cause) {
		return (cause instanceof FlywaySqlScriptException script) ? script
				: (cause != null) ? script(cause.getCause()) : null;
	}

}
