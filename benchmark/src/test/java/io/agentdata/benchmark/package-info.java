// SPDX-License-Identifier: Apache-2.0

/**
 * What an isolated test costs beside a plain one.
 */
@NullMarked
package io.agentdata.benchmark;

import org.jspecify.annotations.NullMarked;
