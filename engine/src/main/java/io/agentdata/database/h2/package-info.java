// SPDX-License-Identifier: Apache-2.0
/**
 * In-process H2 databases that know pgvector's functions, and migrations written for
 * PostgreSQL made to run there.
 */
@NullMarked
package io.agentdata.database.h2;

import org.jspecify.annotations.NullMarked;
