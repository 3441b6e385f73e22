// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database;

import java.util.Map;

import javax.sql.DataSource;

import io.agentdata.database.copy.Changes;
import io.agentdata.database.copy.KeptDatabase;
import org.jspecify.annotations.Nullable;

/**
 * The application's own database, which nothing here changes.
 */
record ApplicationDatabase(String testId, DatabaseConfig config, DataSource dataSource) implements Database {

	@Override
	public DataSource dataSource(Map<String, String> properties) {
		return this.dataSource;
	}

	@Override
	public void snapshot(String name) {
		throw refused("A snapshot");
	}

	@Override
	public void restore(String name) {
		throw refused("A restored snapshot");
	}

	@Override
	public Changes changes() {
		return Changes.UNCOUNTED;
	}

	@Override
	public Changes reportedChanges() {
		return Changes.UNCOUNTED;
	}

	@Override
	public String reset(String name, boolean withSequences) {
		throw refused("A reset");
	}

	@Override
	public KeptDatabase keepAside(String snapshot, String test) {
		throw new UnsupportedCapabilityException("A database set aside", Capability.KEEP, this.config.type());
	}

	@Override
	public void prefetch(String name) {
		throw refused("A restored snapshot");
	}

	@Override
	public void forget(String snapshot) {
		throw refused("A forgotten snapshot");
	}

	@Override
	public Database sibling(String snapshot) {
		throw refused("A sibling of a database");
	}

	@Override
	public void resetSequences(String name) {
		throw refused("A reset of sequences");
	}

	@Override
	public @Nullable WarmTemplate warmTemplate(String key) {
		return null;
	}

	@Override
	public void addSessionOwner(SessionOwner owner) {
	}

	private UnsupportedCapabilityException refused(String attempt) {
		return new UnsupportedCapabilityException(attempt, Capability.CLONE, this.config.type());
	}

}
