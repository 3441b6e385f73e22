// SPDX-License-Identifier: Apache-2.0
package io.agentdata.parity;

/**
 * A repository of plain JDBC on this engine.
 */
@OnEmbedded
class JdbcStoreOnEmbeddedTests extends JdbcStoreContract {

}
