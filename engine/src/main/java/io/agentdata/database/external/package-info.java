// SPDX-License-Identifier: Apache-2.0
/**
 * A PostgreSQL that is not ours, shared with other JVMs and machines.
 */
@NullMarked
package io.agentdata.database.external;

import org.jspecify.annotations.NullMarked;
