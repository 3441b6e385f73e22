// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.postgres;

import java.sql.SQLException;

/**
 * Something on a server that is dropped when it is no longer needed. To drop it twice
 * does no harm.
 */
@FunctionalInterface
interface Disposable {

	void drop() throws SQLException;

}
