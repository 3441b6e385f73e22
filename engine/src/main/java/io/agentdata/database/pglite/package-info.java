// SPDX-License-Identifier: Apache-2.0
/**
 * The engine PGlite: finds Node with the npm packages, starts one process for each
 * database and ends it with the JVM.
 */
@NullMarked
package io.agentdata.database.pglite;

import org.jspecify.annotations.NullMarked;
