// SPDX-License-Identifier: Apache-2.0

/**
 * Figures as tables in Markdown, charts in SVG.
 */
@NullMarked
package io.agentdata.benchmark.report;

import org.jspecify.annotations.NullMarked;
