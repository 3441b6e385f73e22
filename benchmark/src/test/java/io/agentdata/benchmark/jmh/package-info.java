// SPDX-License-Identifier: Apache-2.0

/**
 * Single operations, measured by JMH.
 */
@NullMarked
package io.agentdata.benchmark.jmh;

import org.jspecify.annotations.NullMarked;
