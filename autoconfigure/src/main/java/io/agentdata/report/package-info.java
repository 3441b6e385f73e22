// SPDX-License-Identifier: Apache-2.0
/**
 * What the test databases of a JVM did, told at the end of its tests.
 */
@NullMarked
package io.agentdata.report;

import org.jspecify.annotations.NullMarked;
