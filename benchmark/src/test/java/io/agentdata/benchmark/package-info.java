// SPDX-License-Identifier: Apache-2.0

/**
 * What the project measures of itself, beside the alternatives.
 */
@NullMarked
package io.agentdata.benchmark;

import org.jspecify.annotations.NullMarked;
