// SPDX-License-Identifier: Apache-2.0
/**
 * What a test is annotated with.
 */
@NullMarked
package io.agentdata.test;

import org.jspecify.annotations.NullMarked;
