// SPDX-License-Identifier: Apache-2.0
package io.agentdata.parity;

/**
 * A repository of Hibernate on this engine.
 */
@OnContainer
class JpaStoreOnContainerTests extends JpaStoreContract {

}
