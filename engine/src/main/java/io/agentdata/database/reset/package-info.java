// SPDX-License-Identifier: Apache-2.0
/**
 * In-place reset of a PostgreSQL database: its server is asked what has changed, and the
 * changed tables are put back.
 */
@NullMarked
package io.agentdata.database.reset;

import org.jspecify.annotations.NullMarked;
