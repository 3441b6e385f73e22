// SPDX-License-Identifier: Apache-2.0
package io.agentdata.parity;

/**
 * A repository of Hibernate on this engine.
 */
@OnH2
class JpaStoreOnH2Tests extends JpaStoreContract {

}
