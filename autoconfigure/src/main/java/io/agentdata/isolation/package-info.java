// SPDX-License-Identifier: Apache-2.0
/**
 * How the changes of a test are undone: what its connections may do, what is noticed, and
 * what is put back.
 */
@NullMarked
package io.agentdata.isolation;

import org.jspecify.annotations.NullMarked;
