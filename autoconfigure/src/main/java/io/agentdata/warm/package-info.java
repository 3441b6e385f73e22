// SPDX-License-Identifier: Apache-2.0
/**
 * The warm template: a test's database begins with what the migration tool has made in an
 * earlier run, where nothing has changed since.
 */
@NullMarked
package io.agentdata.warm;

import org.jspecify.annotations.NullMarked;
