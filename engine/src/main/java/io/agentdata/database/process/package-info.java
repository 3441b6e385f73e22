// SPDX-License-Identifier: Apache-2.0
/**
 * The programs that engines run outside of the JVM.
 */
@NullMarked
package io.agentdata.database.process;

import org.jspecify.annotations.NullMarked;
