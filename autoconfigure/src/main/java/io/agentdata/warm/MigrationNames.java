// SPDX-License-Identifier: Apache-2.0
package io.agentdata.warm;

import java.util.Arrays;
import java.util.Objects;
import java.util.SortedSet;

import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.configuration.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * What the name of a file tells Flyway.
 *
 * @param configuration how names are read
 */
record MigrationNames(Configuration configuration) implements Recipe.AdditionRule {

	/**
	 * Only versioned migrations that are newer than all others come out the same, whether
	 * they run now or with these. What is repeated, or called back, runs after them.
	 */
	@Override
	public @Nullable String obstacle(SortedSet<String> before, SortedSet<String> added) {
		MigrationVersion newest = before.stream()
			.map(this::version)
			.filter(Objects::nonNull)
			.reduce(MigrationVersion.EMPTY, (one, other) -> one.isAtLeast(other.getVersion()) ? one : other);
		for (String name : added) {
			MigrationVersion version = isSql(name) ? version(name) : null;
			if (version == null) {
				return name + " was added";
			}
			if (!version.isNewerThan(newest.getVersion())) {
				return "%s was added, and is not newer than version %s".formatted(name, newest);
			}
		}
		return before.stream()
			.filter((name) -> version(name) == null)
			.findFirst()
			.map((name) -> "%s was added, and %s may run after it".formatted(added.first(), name))
			.orElse(null);
	}

	/**
	 * Return whether a file, or a class, is called at each migration.
	 */
	boolean isCallback(String name) {
		return name.startsWith(FlywayResources.CALLBACK)
				|| isSql(name) && version(name) == null && !file(name).startsWith(prefix(true));
	}

	private @Nullable MigrationVersion version(String name) {
		String file = file(name);
		String prefix = prefix(false);
		int end = file.indexOf(this.configuration.getSqlMigrationSeparator());
		if (!file.startsWith(prefix) || end <= prefix.length()) {
			return null;
		}
		try {
			return MigrationVersion.fromVersion(file.substring(prefix.length(), end));
		}
		catch (FlywayException ex) {
			return null;
		}
	}

	private boolean isSql(String name) {
		return Arrays.stream(this.configuration.getSqlMigrationSuffixes()).anyMatch(name::endsWith);
	}

	private String prefix(boolean repeatable) {
		return repeatable ? this.configuration.getRepeatableSqlMigrationPrefix()
				: this.configuration.getSqlMigrationPrefix();
	}

	private static String file(String name) {
		return name.substring(name.lastIndexOf('/') + 1);
	}

}
