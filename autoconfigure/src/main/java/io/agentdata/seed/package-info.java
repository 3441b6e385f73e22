// SPDX-License-Identifier: Apache-2.0
/**
 * Rows that are put into the database of an application context before its first test.
 */
@NullMarked
package io.agentdata.seed;

import org.jspecify.annotations.NullMarked;
