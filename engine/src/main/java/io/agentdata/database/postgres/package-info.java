// SPDX-License-Identifier: Apache-2.0
/**
 * What SQL can do on a running PostgreSQL: make and drop databases, ask for extensions.
 */
@NullMarked
package io.agentdata.database.postgres;

import org.jspecify.annotations.NullMarked;
