// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import org.jspecify.annotations.Nullable;

/**
 * What a test begins with.
 *
 * @param snapshot the state of the database
 * @param common the database that tests have in common, which begins with that state, or
 * {@code null} where each begins with it
 */
record StartingPoint(String snapshot, @Nullable CommonDatabase common) {

}
