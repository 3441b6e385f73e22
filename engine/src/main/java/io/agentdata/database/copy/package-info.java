// SPDX-License-Identifier: Apache-2.0
/**
 * What the engines have in common: databases that are kept as snapshots, and put back.
 */
@NullMarked
package io.agentdata.database.copy;

import org.jspecify.annotations.NullMarked;
