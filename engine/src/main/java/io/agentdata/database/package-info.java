// SPDX-License-Identifier: Apache-2.0
/**
 * The databases of an application or of its tests, and the factory that hands them out.
 */
@NullMarked
package io.agentdata.database;

import org.jspecify.annotations.NullMarked;
