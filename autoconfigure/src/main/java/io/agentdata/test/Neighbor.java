// SPDX-License-Identifier: Apache-2.0
package io.agentdata.test;

/**
 * A row that is near to a vector.
 *
 * @param <I> the type of the rows' identifiers
 * @param id the row's identifier
 * @param distance the distance that the store tells, smaller for nearer
 */
public record Neighbor<I>(I id, double distance) {

}
