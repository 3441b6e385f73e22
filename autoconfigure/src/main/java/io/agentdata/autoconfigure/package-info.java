// SPDX-License-Identifier: Apache-2.0
/**
 * The auto-configuration: chooses the engine, and points Boot's own DataSource, Flyway,
 * Liquibase and Hibernate at its database.
 */
@NullMarked
package io.agentdata.autoconfigure;

import org.jspecify.annotations.NullMarked;
