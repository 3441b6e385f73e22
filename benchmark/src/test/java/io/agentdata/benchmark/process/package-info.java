// SPDX-License-Identifier: Apache-2.0

/**
 * Processes that are measured from outside.
 */
@NullMarked
package io.agentdata.benchmark.process;

import org.jspecify.annotations.NullMarked;
