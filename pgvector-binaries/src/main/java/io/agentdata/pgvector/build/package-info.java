// SPDX-License-Identifier: Apache-2.0

/**
 * Builds the resources of this module's jar: pgvector for the embedded PostgreSQL, taken
 * from Debian's signed packages.
 */
@NullMarked
package io.agentdata.pgvector.build;

import org.jspecify.annotations.NullMarked;
