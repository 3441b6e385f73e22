// SPDX-License-Identifier: Apache-2.0
/**
 * The embedded engine: finds PostgreSQL's binaries, makes a cluster, starts the server
 * and ends it with the JVM.
 */
@NullMarked
package io.agentdata.database.embedded;

import org.jspecify.annotations.NullMarked;
