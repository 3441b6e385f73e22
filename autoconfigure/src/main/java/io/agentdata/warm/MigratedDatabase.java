// SPDX-License-Identifier: Apache-2.0
package io.agentdata.warm;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.StringJoiner;

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

	private static final String SETTINGS_OF_SESSION = """
			SELECT name || '=' || setting FROM pg_settings
				WHERE source IN ('client', 'session') AND name <> 'application_name' ORDER BY name
			""";

	private static final String MADE_ANEW = "The warm template is made anew: {}";

	/**
	 * Migrate the database, on top of the template or from nothing.
	 * @throws E if the migration fails from nothing
	 */
	<E extends Exception> void migrate(Migration<E> migration) throws E {
		Recipe recipe = Capability.KEEP.isOfferedBy(this.database.config().type()) ? migration.recipe() : null;
		DataSource target = migration.target();
		WarmTemplate template = (recipe != null && target != null) ? template(recipe, target) : null;
		if (recipe == null || template == null) {
			migration.run();
		}
		else if (!isMigratedOnTop(template, recipe, migration)) {
			migration.run();
			seal(template, recipe.fingerprint());
		}
	}

	private @Nullable WarmTemplate template(Recipe recipe, DataSource target) {
		try (Connection connection = target.getConnection()) {
			if (!withoutParameters(connection.getMetaData().getURL())
				.equals(withoutParameters(this.database.config().url()))) {
				logger.debug("No warm template: the tool was led elsewhere before the migration");
				return null;
			}
			WarmTemplate template = this.database.warmTemplate(key(recipe, connection));
			if (template != null && !template.isDatabaseEmpty(connection)) {
				logger.debug("No warm template: the database was written to before the migration");
				return null;
			}
			return template;
		}
		catch (SQLException ex) {
			logger.debug("No warm template: the database does not answer", ex);
			return null;
		}
	}

	/**
	 * Two projects, two schemas, or sessions with other settings have nothing in common.
	 */
	private String key(Recipe recipe, Connection connection) throws SQLException {
		return String.join(System.lineSeparator(), Path.of("").toAbsolutePath().toString(),
				this.database.config().schema(), settings(connection), recipe.key());
	}

	/**
	 * Return the settings that the session has of its client: of the driver's properties
	 * and of the pool's first statement.
	 */
	private static String settings(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement();
				ResultSet settings = statement.executeQuery(SETTINGS_OF_SESSION)) {
			StringJoiner joined = new StringJoiner(";");
			while (settings.next()) {
				joined.add(settings.getString(1));
			}
			return joined.toString();
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
