// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database;

import javax.sql.DataSource;

/**
 * One database that a test or an application owns.
 *
 * @param testId the scope that owns the database
 * @param config how to connect to it
 * @param dataSource connections to it, as many as are asked for: each is opened anew and
 * closed by its user, except for {@link Engine#PRODUCTION}, whose own pool this is
 */
public record Database(String testId, DatabaseConfig config, DataSource dataSource) {

}
