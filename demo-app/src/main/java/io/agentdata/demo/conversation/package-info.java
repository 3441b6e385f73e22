// SPDX-License-Identifier: Apache-2.0

/**
 * What has been said, in the order in which it was said.
 */
@NullMarked
package io.agentdata.demo.conversation;

import org.jspecify.annotations.NullMarked;
