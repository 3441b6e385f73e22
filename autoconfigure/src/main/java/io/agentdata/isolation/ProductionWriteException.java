// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.sql.SQLException;
import java.util.stream.Collectors;

/**
 * A test was about to commit changes to the production database. They were rolled back.
 */
final class ProductionWriteException extends SQLException {

	private static final long serialVersionUID = 1L;

	private static final String READ_ONLY_TRANSACTION = "25006";

	ProductionWriteException(String who, TransactionChanges changes, String statement) {
		super("%s was about to commit a change to the production database, which was rolled back (%s, with: %s). "
			.formatted(who,
					changes.tables().isEmpty() ? "a change outside of tables"
							: changes.tables().stream().map(TableChange::toString).collect(Collectors.joining("; ")),
					statement)
				+ "Let the test change it in its own transaction only, or let the test run on another engine than production.",
				READ_ONLY_TRANSACTION);
	}

}
