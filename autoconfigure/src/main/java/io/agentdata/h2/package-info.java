// SPDX-License-Identifier: Apache-2.0
/**
 * Hibernate and Flyway on the engine H2: entities with vectors, and migrations that were
 * written for PostgreSQL.
 */
@NullMarked
package io.agentdata.h2;

import org.jspecify.annotations.NullMarked;
