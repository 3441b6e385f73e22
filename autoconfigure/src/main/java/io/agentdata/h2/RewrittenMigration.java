// SPDX-License-Identifier: Apache-2.0
package io.agentdata.h2;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.function.Supplier;

import io.agentdata.database.h2.PostgresMigration;
import org.flywaydb.core.api.resource.LoadableResource;

/**
 * A file that was written for PostgreSQL, rewritten whenever it is read.
 */
final class RewrittenMigration extends LoadableResource {

	private final LoadableResource file;

	private final Supplier<String> schema;

	RewrittenMigration(LoadableResource file, Supplier<String> schema) {
		this.file = file;
		this.schema = schema;
	}

	@Override
	public Reader read() {
		StringWriter sql = new StringWriter();
		try (Reader reader = this.file.read()) {
			reader.transferTo(sql);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The migration " + getAbsolutePath() + " cannot be read", ex);
		}
		return new StringReader(PostgresMigration.rewrite(getAbsolutePath(), this.schema.get(), sql.toString()));
	}

	@Override
	public String getAbsolutePath() {
		return this.file.getAbsolutePath();
	}

	@Override
	public String getAbsolutePathOnDisk() {
		return this.file.getAbsolutePathOnDisk();
	}

	@Override
	public String getFilename() {
		return this.file.getFilename();
	}

	@Override
	public String getRelativePath() {
		return this.file.getRelativePath();
	}

}
