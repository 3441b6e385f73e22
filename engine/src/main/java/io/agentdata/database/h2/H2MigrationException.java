// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.h2;

import java.util.List;

import io.agentdata.AgentDataException;
import org.jspecify.annotations.Nullable;

/**
 * A migration for PostgreSQL has a statement that H2 cannot run.
 */
public final class H2MigrationException extends AgentDataException {

	private static final long serialVersionUID = 1L;

	private final String file;

	private final int line;

	private final String statement;

	/**
	 * Create a refusal.
	 * @param file the migration's file
	 * @param line the line in which the statement begins, from 1; or less where it is not
	 * known
	 * @param statement the statement, as H2 was given it
	 * @param reason why it cannot run, in words without a full stop
	 * @param cause H2's refusal, or {@code null} where it was not asked
	 */
	public H2MigrationException(String file, int line, String statement, String reason, @Nullable Throwable cause) {
		super("A migration for PostgreSQL cannot run on H2.",
				"File %s, line %s: %s.%nThe statement is:%n%s".formatted(file, line, reason,
						statement.strip().indent(4).stripTrailing()),
				List.of("Run these tests on PostgreSQL, with agent.data.engine=embedded.",
						"Write the file for H2 as well: name both with spring.flyway.locations=classpath:db/migration/{vendor} and the folders postgresql and h2."),
				cause);
		this.file = file;
		this.line = line;
		this.statement = statement;
	}

	/**
	 * Return the migration's file.
	 * @return the name, with its folders
	 */
	public String file() {
		return this.file;
	}

	/**
	 * Return where the statement begins.
	 * @return the number of the line, from 1; or less where it is not known
	 */
	public int line() {
		return this.line;
	}

	/**
	 * Return the statement that cannot run.
	 * @return the SQL, rewritten where H2 has refused it
	 */
	public String statement() {
		return this.statement;
	}

}
