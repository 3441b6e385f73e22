// SPDX-License-Identifier: Apache-2.0

/**
 * Texts as vectors, computed inside the process.
 */
@NullMarked
package io.agentdata.demo.embedding;

import org.jspecify.annotations.NullMarked;
