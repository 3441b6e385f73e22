// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

import javax.sql.DataSource;

import io.agentdata.database.copy.Changes;
import io.agentdata.database.copy.CopyableDatabase;
import io.agentdata.database.copy.KeepableDatabase;
import io.agentdata.database.copy.KeptDatabase;
import io.agentdata.database.copy.OwnedSessions;
import io.agentdata.database.copy.WarmStart;
import org.jspecify.annotations.Nullable;

/**
 * A database of an engine that copies databases.
 */
final class ClonableDatabase implements Database {

	private final String testId;

	private final DatabaseConfig config;

	private final CopyableDatabase database;

	private final List<SessionOwner> owners = new CopyOnWriteArrayList<>();

	private final OwnedSessions sessions = new Owned();

	ClonableDatabase(String testId, DatabaseConfig config, CopyableDatabase database) {
		this.testId = testId;
		this.config = config;
		this.database = database;
	}

	@Override
	public String testId() {
		return this.testId;
	}

	@Override
	public DatabaseConfig config() {
		return this.config;
	}

	@Override
	public DataSource dataSource() {
		return this.database.dataSource();
	}

	@Override
	public DataSource dataSource(Map<String, String> properties) {
		return this.database.dataSource(properties);
	}

	@Override
	public void snapshot(String name) {
		if (name.isBlank()) {
			throw new IllegalArgumentException("A snapshot's name must not be blank: it is restored by it.");
		}
		attempt("be copied to the snapshot '%s'".formatted(name), () -> {
			if (!this.database.snapshotInPlace(name, settle())) {
				withoutSessions(() -> this.database.snapshot(name));
			}
		});
	}

	@Override
	public void restore(String name) {
		this.database.verify(name);
		exclusively("be restored from the snapshot '%s'".formatted(name), () -> this.database.restore(name));
	}

	@Override
	public Changes changes() {
		AtomicReference<Changes> changes = new AtomicReference<>(Changes.UNCOUNTED);
		attempt("tell what has changed", () -> changes.set(this.database.changes(settle(), this.sessions)));
		return changes.get();
	}

	@Override
	public Changes reportedChanges() {
		AtomicReference<Changes> changes = new AtomicReference<>(Changes.UNCOUNTED);
		attempt("tell what has changed", () -> changes.set(this.database.reportedChanges()));
		return changes.get();
	}

	@Override
	public @Nullable String reset(String name, boolean withSequences) {
		this.database.verify(name);
		AtomicReference<@Nullable String> obstacle = new AtomicReference<>();
		attempt("be reset to the snapshot '%s'".formatted(name), () -> {
			obstacle.set(this.database.reset(name, withSequences, this.sessions));
			if (obstacle.get() != null) {
				withoutSessions(() -> this.database.restore(name));
			}
		});
		return obstacle.get();
	}

	@Override
	public KeptDatabase keepAside(String snapshot, String test) {
		if (!Capability.KEEP.isOfferedBy(this.config.type()) || !(this.database instanceof KeepableDatabase keepable)) {
			throw new UnsupportedCapabilityException("A database set aside", Capability.KEEP, this.config.type());
		}
		this.database.verify(snapshot);
		AtomicReference<KeptDatabase> kept = new AtomicReference<>();
		exclusively("be set aside for the test %s".formatted(test), () -> kept.set(keepable.keepAside(snapshot, test)));
		return Objects.requireNonNull(kept.get());
	}

	@Override
	public void prefetch(String name) {
		this.database.prefetch(name);
	}

	@Override
	public Database sibling(String snapshot) {
		if (!Capability.CLONE.isOfferedBy(this.config.type())) {
			throw new UnsupportedCapabilityException("A sibling of a database", Capability.CLONE, this.config.type());
		}
		this.database.verify(snapshot);
		try {
			CopyableDatabase sibling = this.database.sibling(snapshot);
			return new ClonableDatabase(this.testId, this.config.withUrl(sibling.url()), sibling);
		}
		catch (SQLException ex) {
			throw refused("have a sibling in the state of the snapshot '%s'".formatted(snapshot), ex);
		}
	}

	@Override
	public void forget(String snapshot) {
		this.database.forget(snapshot);
	}

	@Override
	public void resetSequences(String name) {
		attempt("have its sequences reset to the snapshot '%s'".formatted(name),
				() -> this.database.resetSequences(name));
	}

	@Override
	public @Nullable WarmTemplate warmTemplate(String key) {
		WarmStart start = this.database.warmStart(key);
		return (start != null) ? new WarmTemplate(start, this::withoutSessions) : null;
	}

	@Override
	public void addSessionOwner(SessionOwner owner) {
		this.owners.add(owner);
	}

	/**
	 * Make another database in the state of a snapshot, with snapshots of its own.
	 */
	ClonableDatabase copy(String scope, String snapshot) throws SQLException {
		CopyableDatabase copy = this.database.copy(scope, snapshot);
		return new ClonableDatabase(scope, this.config.withUrl(copy.url()), copy);
	}

	void drop() throws SQLException {
		this.database.close();
	}

	private List<Integer> settle() {
		return this.owners.stream().flatMap((owner) -> owner.settle().stream()).toList();
	}

	private void exclusively(String change, Change action) {
		attempt(change, () -> withoutSessions(action));
	}

	private synchronized void withoutSessions(Change action) throws SQLException {
		try {
			this.owners.forEach(SessionOwner::suspend);
			action.apply();
		}
		finally {
			this.owners.forEach(SessionOwner::resume);
		}
	}

	private void attempt(String change, Change action) {
		try {
			action.apply();
		}
		catch (SQLException ex) {
			throw refused(change, ex);
		}
	}

	private IllegalStateException refused(String change, SQLException cause) {
		return new IllegalStateException("The database of '%s' was to %s, and the server refused: %s"
			.formatted(this.testId, change, cause.getMessage()), cause);
	}

	/**
	 * What is done while the database has no sessions.
	 */
	@FunctionalInterface
	interface Change {

		void apply() throws SQLException;

	}

	/**
	 * The sessions of all owners.
	 */
	private final class Owned implements OwnedSessions {

		@Override
		public @Nullable String holder(int processId) {
			return ClonableDatabase.this.owners.stream()
				.map((owner) -> owner.holder(processId))
				.filter(Objects::nonNull)
				.findFirst()
				.orElse(null);
		}

		@Override
		public void renew() {
			ClonableDatabase.this.owners.forEach(SessionOwner::renew);
		}

	}

}
