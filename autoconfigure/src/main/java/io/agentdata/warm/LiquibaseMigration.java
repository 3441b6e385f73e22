// SPDX-License-Identifier: Apache-2.0
package io.agentdata.warm;

import java.util.List;
import java.util.Objects;
import java.util.SortedSet;

import javax.sql.DataSource;

import liquibase.exception.LiquibaseException;
import liquibase.integration.spring.SpringLiquibase;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.ResourceLoader;

/**
 * Liquibase's change sets.
 *
 * @param liquibase the tool
 */
record LiquibaseMigration(SpringLiquibase liquibase) implements Migration<LiquibaseException> {

	@Override
	public @Nullable Recipe recipe() {
		String settings = LiquibaseSettings.describe(this.liquibase);
		List<String> resources = (settings != null) ? resources() : null;
		return (settings != null && resources != null) ? new Recipe(settings, resources, LiquibaseMigration::addition)
				: null;
	}

	private @Nullable List<String> resources() {
		ResourceLoader loader = this.liquibase.getResourceLoader();
		return ChangeLogFiles.of(this.liquibase.getChangeLog(),
				Objects.requireNonNullElseGet(loader.getClassLoader(), LiquibaseMigration.class::getClassLoader));
	}

	@Override
	public @Nullable DataSource target() {
		return this.liquibase.getDataSource();
	}

	@Override
	public void run() throws LiquibaseException {
		this.liquibase.afterPropertiesSet();
	}

	@Override
	public void runOnTop(Recipe recipe, boolean complete) throws LiquibaseException {
		run();
	}

	/**
	 * The order of change sets is in the files, and not in their names.
	 */
	private static String addition(SortedSet<String> before, SortedSet<String> added) {
		return added.first() + " was added";
	}

}
