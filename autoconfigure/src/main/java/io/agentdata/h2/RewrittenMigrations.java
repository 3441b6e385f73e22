// SPDX-License-Identifier: Apache-2.0
package io.agentdata.h2;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

import org.flywaydb.core.api.Location;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.migration.JavaMigration;
import org.flywaydb.core.api.resource.LoadableResource;
import org.flywaydb.core.internal.scanner.Scanner;
import org.jspecify.annotations.Nullable;

/**
 * The migrations that Flyway would find, rewritten for H2 except for those in a folder
 * named {@code h2}.
 */
final class RewrittenMigrations implements ResourceProvider {

	private final FluentConfiguration configuration;

	private final @Nullable ResourceProvider own;

	private @Nullable List<Source> sources;

	private @Nullable String schema;

	/**
	 * Describe the migrations; none is looked for yet.
	 * @param configuration where they are looked for, with the provider of the
	 * application if it has one
	 */
	RewrittenMigrations(FluentConfiguration configuration) {
		this.configuration = configuration;
		this.own = configuration.getResourceProvider();
	}

	@Override
	public @Nullable LoadableResource getResource(String name) {
		return sources().stream()
			.map((source) -> source.getResource(name))
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null);
	}

	@Override
	public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
		return sources().stream().flatMap((source) -> source.getResources(prefix, suffixes).stream()).toList();
	}

	private synchronized List<Source> sources() {
		List<Source> found = this.sources;
		if (found == null) {
			List<String> suffixes = List.of(this.configuration.getSqlMigrationSuffixes());
			found = (this.own != null) ? List.of(new Source(this.own, false, suffixes, this::schema))
					: Arrays.stream(this.configuration.getLocations())
						.map((location) -> new Source(scan(location), VendorLocations.isForH2(location), suffixes,
								this::schema))
						.toList();
			this.sources = found;
		}
		return found;
	}

	/**
	 * Return the schema that Flyway will make the current one.
	 */
	private synchronized String schema() {
		String found = this.schema;
		if (found == null) {
			String[] schemas = this.configuration.getSchemas();
			found = (this.configuration.getDefaultSchema() != null) ? this.configuration.getDefaultSchema()
					: (schemas.length > 0) ? schemas[0] : currentSchema();
			this.schema = found;
		}
		return found;
	}

	private String currentSchema() {
		try (Connection connection = this.configuration.getDataSource().getConnection()) {
			return connection.getSchema();
		}
		catch (SQLException ex) {
			throw new IllegalStateException(
					"Before migrations are rewritten for H2, the database was asked for its schema and refused: "
							+ ex.getMessage(),
					ex);
		}
	}

	private ResourceProvider scan(Location location) {
		return new Scanner<>(JavaMigration.class, this.configuration, new Location[] { location });
	}

	/**
	 * Where migrations come from.
	 *
	 * @param files the files there
	 * @param forH2 whether all of them are written for H2
	 * @param suffixes how names of files with SQL end
	 * @param schema the current schema of the migrations
	 */
	private record Source(ResourceProvider files, boolean forH2, List<String> suffixes,
			Supplier<String> schema) implements ResourceProvider {

		@Override
		public @Nullable LoadableResource getResource(String name) {
			LoadableResource file = this.files.getResource(name);
			return (file != null) ? rewritten(file) : null;
		}

		@Override
		public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
			return this.files.getResources(prefix, suffixes).stream().map(this::rewritten).toList();
		}

		private LoadableResource rewritten(LoadableResource file) {
			boolean rewritten = !this.forH2 && !VendorLocations.isForH2(file.getRelativePath())
					&& this.suffixes.stream().anyMatch(file.getFilename()::endsWith);
			return rewritten ? new RewrittenMigration(file, this.schema) : file;
		}

	}

}
