// SPDX-License-Identifier: Apache-2.0
package io.agentdata.parity;

/**
 * What pgvector documents, on this engine.
 */
@OnContainer
class PgvectorOnContainerTests extends PgvectorContract {

}
