// SPDX-License-Identifier: Apache-2.0
/**
 * What all rooms of AgentData share: the exception that says what to do.
 */
@NullMarked
package io.agentdata;

import org.jspecify.annotations.NullMarked;
