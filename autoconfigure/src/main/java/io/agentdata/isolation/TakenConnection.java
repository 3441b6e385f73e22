// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.sql.SQLException;

/**
 * A connection that is in use.
 */
interface TakenConnection {

	/**
	 * Take the connection from a user who has not given it back.
	 */
	void takeBack() throws SQLException;

}
