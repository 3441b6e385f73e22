// SPDX-License-Identifier: Apache-2.0

/**
 * What the agent can recall of a user.
 */
@NullMarked
package io.agentdata.demo.memory;

import org.jspecify.annotations.NullMarked;
