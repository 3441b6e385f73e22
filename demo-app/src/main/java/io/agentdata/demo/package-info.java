// SPDX-License-Identifier: Apache-2.0

/**
 * A career agent that remembers its users in PostgreSQL.
 */
@NullMarked
package io.agentdata.demo;

import org.jspecify.annotations.NullMarked;
