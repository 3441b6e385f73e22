// SPDX-License-Identifier: Apache-2.0
package io.agentdata.parity;

/**
 * What pgvector documents, on this engine.
 */
@OnPglite
class PgvectorOnPgliteTests extends PgvectorContract {

}
