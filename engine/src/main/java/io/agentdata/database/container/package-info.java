// SPDX-License-Identifier: Apache-2.0
/**
 * The container engine: asks whether Docker answers, gets the image, starts one container
 * for the JVM through Testcontainers and ends it with the JVM.
 */
@NullMarked
package io.agentdata.database.container;

import org.jspecify.annotations.NullMarked;
