// SPDX-License-Identifier: Apache-2.0

/**
 * Questions about careers with their answers, known to the agent from the start.
 */
@NullMarked
package io.agentdata.demo.guide;

import org.jspecify.annotations.NullMarked;
