// SPDX-License-Identifier: Apache-2.0
package io.agentdata.warm;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import javax.sql.DataSource;

import io.agentdata.database.Capability;
import io.agentdata.database.Database;
import io.agentdata.database.WarmTemplate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database of a context, which begins with a warm template where there is one that
 * fits.
 *
 * @param database the database
 */
record MigratedDatabase(Database database) {

	private static final Logger logger = LoggerFactory.getLogger(MigratedDatabase.class);

	private static final String MADE_ANEW = "The warm template is made anew: {}";

	/**
	 * Migrate the database, on top of the template or from nothing.
	 * @throws E if the migration fails from nothing
	 */
	<E extends Exception> void migrate(Migration<E> migration) throws E {
		Recipe recipe = Capability.KEEP.isOfferedBy(this.database.config().type()) ? migration.recipe() : null;
		WarmTemplate template = (recipe != null) ? this.database.warmTemplate(key(recipe)) : null;
		DataSource target = migration.target();
		if (recipe == null || template == null || target == null || !isUntouched(template, target)) {
			migration.run();
		}
		else if (!isMigratedOnTop(template, recipe, migration)) {
			migration.run();
			seal(template, recipe.fingerprint());
		}
	}

	/**
	 * Two projects, or two schemas, have nothing in common.
	 */
	private String key(Recipe recipe) {
		return "%s%n%s%n%s".formatted(Path.of("").toAbsolutePath(), this.database.config().schema(), recipe.key());
	}

	private boolean isUntouched(WarmTemplate template, DataSource target) {
		try (Connection connection = target.getConnection()) {
			boolean leadsHere = withoutParameters(connection.getMetaData().getURL())
				.equals(withoutParameters(this.database.config().url()));
			boolean untouched = leadsHere && template.isDatabaseEmpty(connection);
			if (!untouched) {
				logger.debug("No warm template: {} before the migration",
						leadsHere ? "the database was written to" : "the tool was led elsewhere");
			}
			return untouched;
		}
		catch (SQLException ex) {
			logger.debug("No warm template: the database does not answer", ex);
			return false;
		}
	}

	private boolean isMigratedOnTop(WarmTemplate template, Recipe recipe, Migration<?> migration) {
		List<String> before = apply(template, recipe);
		if (before == null) {
			return false;
		}
		boolean complete = before.equals(recipe.fingerprint());
		try {
			migration.runOnTop(recipe, complete);
		}
		catch (Exception ex) {
			logger.warn(MADE_ANEW, "the migration failed on it, and begins again. "
					+ String.valueOf(ex.getMessage()).lines().findFirst().orElse(""));
			logger.debug("The migration on the warm template failed", ex);
			clear(template, ex);
			return false;
		}
		logger.info("The database began with the warm template: {} resources unchanged, {} new", before.size(),
				recipe.fingerprint().size() - before.size());
		if (!complete) {
			seal(template, recipe.fingerprint());
		}
		return true;
	}

	private static @Nullable List<String> apply(WarmTemplate template, Recipe recipe) {
		try {
			List<String> before = template.fingerprint();
			String obstacle = (before != null) ? recipe.obstacle(before) : null;
			if (obstacle != null) {
				logger.info(MADE_ANEW, obstacle);
			}
			if (before != null && obstacle == null) {
				template.apply();
				return before;
			}
		}
		catch (SQLException ex) {
			// what is wrong with the template was said
			logger.debug("The warm template was not applied", ex);
		}
		return null;
	}

	private static void clear(WarmTemplate template, Exception failure) {
		try {
			template.clearDatabase();
		}
		catch (SQLException ex) {
			failure.addSuppressed(ex);
			throw new IllegalStateException("After a migration failed on the warm template, the database could not be "
					+ "made empty: %s Set agent.data.warm-template=false.".formatted(ex.getMessage()), failure);
		}
	}

	private static void seal(WarmTemplate template, List<String> fingerprint) {
		try {
			template.seal(fingerprint);
		}
		catch (SQLException ex) {
			logger.info("No warm template is made for the next run: {}", ex.getMessage());
		}
	}

	private static String withoutParameters(String url) {
		return url.replaceFirst("\\?.*", "");
	}

}
