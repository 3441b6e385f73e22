// SPDX-License-Identifier: Apache-2.0

/**
 * Tests that are timed, in the JVM that runs them.
 */
@NullMarked
package io.agentdata.benchmark.suite;

import org.jspecify.annotations.NullMarked;
