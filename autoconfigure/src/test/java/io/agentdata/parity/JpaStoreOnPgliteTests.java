// SPDX-License-Identifier: Apache-2.0
package io.agentdata.parity;

/**
 * A repository of Hibernate on this engine.
 */
@OnPglite
class JpaStoreOnPgliteTests extends JpaStoreContract {

}
