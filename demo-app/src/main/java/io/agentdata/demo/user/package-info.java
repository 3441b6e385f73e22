// SPDX-License-Identifier: Apache-2.0

/**
 * The people the agent works for.
 */
@NullMarked
package io.agentdata.demo.user;

import org.jspecify.annotations.NullMarked;
