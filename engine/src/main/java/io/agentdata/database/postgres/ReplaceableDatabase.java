// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.postgres;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import javax.sql.DataSource;

import io.agentdata.database.copy.Changes;
import io.agentdata.database.copy.KeepableDatabase;
import io.agentdata.database.copy.KeptDatabase;
import io.agentdata.database.copy.OwnedSessions;
import io.agentdata.database.copy.SessionNames;
import io.agentdata.database.postgres.Snapshots.Copy;
import io.agentdata.database.reset.Baseline;
import io.agentdata.database.reset.ResettableDatabase;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A database that is kept as snapshots and replaced by copies of them. A copy takes the
 * database's own name, so that its URL stays. One thread at a time may copy or replace
 * it; several databases that share their snapshots do so at the same time.
 */
public final class ReplaceableDatabase implements KeepableDatabase {

	private static final Logger logger = LoggerFactory.getLogger(ReplaceableDatabase.class);

	private static final Duration POLITE = Duration.ofMillis(200);

	private static final Duration FORCED = Duration.ofSeconds(10);

	private static final String NO_SUCH_DATABASE = "3D000";

	private final PostgresServer server;

	private final @Nullable Keeper keeper;

	private final @Nullable WarmTemplates warmTemplates;

	private final Snapshots snapshots;

	private final String name;

	private final String schema;

	private final DataSource dataSource;

	private final ResettableDatabase rows;

	private ReplaceableDatabase(PostgresServer server, @Nullable Keeper keeper, @Nullable WarmTemplates warmTemplates,
			Snapshots snapshots, String name, String schema) {
		this.server = server;
		this.keeper = keeper;
		this.warmTemplates = warmTemplates;
		this.snapshots = snapshots;
		this.name = name;
		this.schema = schema;
		this.dataSource = server.dataSource(name, schema);
		this.rows = new ResettableDatabase(this.dataSource);
		snapshots.add(name);
	}

	/**
	 * Create an empty database.
	 * @param source the server that it shall live on
	 * @param scope who it is for, which its name tells
	 * @param schema the schema that unqualified names resolve to, before {@code public};
	 * created where it is another
	 * @return the database
	 * @throws io.agentdata.AgentDataException if the server cannot be had
	 * @throws SQLException if the server refuses; nothing is left behind
	 */
	public static ReplaceableDatabase create(ServerSource source, String scope, String schema) throws SQLException {
		PostgresServer server = source.postgres();
		String name = server.nextName(scope);
		server.create(name, schema);
		return new ReplaceableDatabase(server, source.keeper(), source.warmTemplates(), new Snapshots(server), name,
				schema);
	}

	@Override
	public String username() {
		return this.server.username();
	}

	@Override
	public String password() {
		return this.server.password();
	}

	@Override
	public String url() {
		return this.server.url(this.name, this.schema);
	}

	@Override
	public DataSource dataSource(Map<String, String> properties) {
		return properties.isEmpty() ? this.dataSource : this.server.dataSource(this.name, this.schema, properties);
	}

	@Override
	public ReplaceableDatabase sibling(String snapshot) throws SQLException {
		return this.snapshots.whileInUse(() -> {
			Copy sibling = this.snapshots.copyTo(snapshot, this.snapshots.nextSibling(this.name));
			return copy(sibling, this.snapshots);
		});
	}

	@Override
	public ReplaceableDatabase copy(String scope, String snapshot) throws SQLException {
		return this.snapshots.whileInUse(() -> {
			Copy copy = this.snapshots.copyTo(snapshot, this.server.nextName(scope));
			return copy(copy, new Snapshots(this.server));
		});
	}

	@Override
	public void verify(String snapshot) {
		this.snapshots.get(snapshot);
	}

	@Override
	public void snapshot(String snapshot) throws SQLException {
		this.snapshots.whileInUse(() -> {
			awaitNoSessions();
			Snapshot state = new Snapshot(this.server, this.server.nextName("copy"));
			state.setSource(this.rows.keep(state));
			this.rows.disconnect();
			awaitNoSessions();
			state.copyFrom(this.name);
			this.snapshots.put(snapshot, state);
			return state;
		});
	}

	@Override
	public boolean snapshotInPlace(String snapshot, Collection<Integer> reported) throws SQLException {
		return this.snapshots.whileInUse(() -> {
			Baseline baseline = this.rows.keepDifference(reported);
			KeptState state = (baseline != null) ? this.snapshots.stateOf(baseline) : null;
			if (state != null) {
				this.snapshots.put(snapshot, state);
			}
			return state != null;
		});
	}

	@Override
	public void restore(String snapshot) throws SQLException {
		this.snapshots.whileInUse(() -> {
			Copy copy = this.snapshots.take(snapshot);
			replaceOrDiscard(copy.database());
			this.rows.replacedBy(copy.source());
			return copy;
		});
	}

	@Override
	public Changes changes(Collection<Integer> reported, OwnedSessions sessions) throws SQLException {
		return this.snapshots.whileInUse(() -> this.rows.changes(reported, sessions));
	}

	@Override
	public Changes reportedChanges() throws SQLException {
		return this.snapshots.whileInUse(this.rows::reportedChanges);
	}

	@Override
	public @Nullable String reset(String snapshot, boolean withSequences, SessionNames sessions) throws SQLException {
		Baseline baseline = this.snapshots.get(snapshot).baseline();
		return this.snapshots.whileInUse(() -> (baseline != null) ? this.rows.reset(baseline, withSequences, sessions)
				: "its server does not count changes");
	}

	@Override
	public KeptDatabase keepAside(String snapshot, String test) throws SQLException {
		Keeper keeping = this.keeper;
		if (keeping == null) {
			throw new SQLException("its server ends with the JVM");
		}
		return this.snapshots.whileInUse(() -> {
			Copy copy = this.snapshots.take(snapshot);
			String aside = this.server.nextKeptName(test);
			try {
				awaitNoSessions();
				this.server.replace(this.name, aside, copy.database());
				this.rows.replacedBy(copy.source());
			}
			catch (SQLException ex) {
				this.snapshots.discard(() -> this.server.drop(copy.database()));
				throw ex;
			}
			KeptDatabase kept = new KeptDatabase(test, this.server.url(aside, this.schema), username(), password());
			keeping.keep(kept);
			return kept;
		});
	}

	@Override
	public void prefetch(String snapshot) {
		this.snapshots.prefetch(snapshot);
	}

	@Override
	public void forget(String snapshot) {
		this.snapshots.forget(snapshot);
	}

	@Override
	public void resetSequences(String snapshot) throws SQLException {
		KeptState state = this.snapshots.get(snapshot);
		this.snapshots.whileInUse(() -> {
			this.rows.resetSequences(state.baseline(), state.sequences());
			return state;
		});
	}

	@Override
	public @Nullable WarmDatabase warmStart(String key) {
		WarmTemplates templates = this.warmTemplates;
		if (templates == null) {
			return null;
		}
		AtomicReference<@Nullable List<String>> fingerprint = new AtomicReference<>();
		Spare copy = new Spare(this.server, (name) -> {
			fingerprint.set(templates.copyTo(key, name));
			return fingerprint.get() != null;
		}, this.server.nextName("copy"));
		this.snapshots.dropLater(copy);
		BackgroundWork.prepare(copy::make);
		return new WarmDatabase(this, templates, key, copy, fingerprint::get);
	}

	@Override
	public void close() throws SQLException {
		this.rows.disconnect();
		this.snapshots.drop();
	}

	String name() {
		return this.name;
	}

	String schema() {
		return this.schema;
	}

	/**
	 * Drop in the background what was not needed.
	 */
	void discard(Disposable unneeded) {
		this.snapshots.discard(unneeded);
	}

	/**
	 * Let a new, empty database take the place of this one.
	 */
	void clear() throws SQLException {
		String empty = this.server.nextName("copy");
		this.server.create(empty, this.schema);
		replaceBy(empty);
	}

	/**
	 * Let another database take the place of this one.
	 */
	void replaceBy(String successor) throws SQLException {
		this.snapshots.whileInUse(() -> {
			replaceOrDiscard(successor);
			this.rows.replacedBy(null);
			return successor;
		});
	}

	/**
	 * Make a copy of the committed state for somebody who takes it over.
	 */
	void copyFor(String purpose, Use use) throws SQLException {
		this.snapshots.whileInUse(() -> {
			String copy = this.server.nextName(purpose);
			awaitNoSessions();
			this.server.clone(this.name, copy);
			try {
				use.of(copy);
			}
			catch (SQLException ex) {
				this.snapshots.discard(() -> this.server.drop(copy));
				throw ex;
			}
			return copy;
		});
	}

	private void replaceOrDiscard(String copy) throws SQLException {
		try {
			replace(copy);
		}
		catch (SQLException ex) {
			this.snapshots.discard(() -> this.server.drop(copy));
			throw ex;
		}
	}

	private void replace(String copy) throws SQLException {
		awaitNoSessions();
		String replaced = this.server.nextName("copy");
		try {
			this.server.replace(this.name, replaced, copy);
			this.snapshots.discard(() -> this.server.drop(replaced));
		}
		catch (SQLException ex) {
			if (!NO_SUCH_DATABASE.equals(ex.getSQLState()) || this.server.exists(this.name)) {
				throw ex;
			}
			logger.warn("The database {} was dropped; its copy takes its place.", this.name);
			this.server.rename(copy, this.name);
		}
	}

	private ReplaceableDatabase copy(Copy copy, Snapshots shared) {
		ReplaceableDatabase database = new ReplaceableDatabase(this.server, this.keeper, this.warmTemplates, shared,
				copy.database(), this.schema);
		database.rows.replacedBy(copy.source());
		return database;
	}

	private void awaitNoSessions() throws SQLException {
		this.rows.disconnect();
		if (!this.server.awaitNoSessions(this.name, POLITE)) {
			if (this.server.terminateSessions(this.name) > 0) {
				logger.warn("Sessions of the database {} are ended: their holder did not let go of them.", this.name);
			}
			if (!this.server.awaitNoSessions(this.name, FORCED)) {
				throw new SQLException("its sessions did not end within %s s".formatted(FORCED.toSeconds()));
			}
		}
	}

	/**
	 * What is done with a database of a name.
	 */
	@FunctionalInterface
	interface Use {

		void of(String database) throws SQLException;

	}

}
