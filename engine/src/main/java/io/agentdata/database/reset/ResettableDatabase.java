// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.reset;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import javax.sql.DataSource;

import io.agentdata.database.copy.Changes;
import io.agentdata.database.copy.OwnedSessions;
import io.agentdata.database.copy.SessionNames;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Database that is put back in place. The counters of its server tell what has changed
 * since it was in a kept state, whoever changed it. It is safe for use by several
 * threads.
 */
public final class ResettableDatabase {

	private static final Logger logger = LoggerFactory.getLogger(ResettableDatabase.class);

	private static final String LOCK_NOT_AVAILABLE = "55P03";

	private static final String HAS_TEMPORARY_TABLES = "SELECT EXISTS (SELECT FROM pg_class WHERE relpersistence = 't')";

	private static final String PREPARED = """
			SELECT format('ROLLBACK PREPARED %L', gid) FROM pg_prepared_xacts WHERE database = current_database()
			""";

	private final OtherSessions others = new OtherSessions();

	private final DataSource dataSource;

	private @Nullable ResetSession session;

	private @Nullable Difference difference;

	/**
	 * The sessions that reported their changes before the last comparison.
	 */
	private Collection<Integer> reporting = List.of();

	/**
	 * Create a database whose state is not known.
	 * @param dataSource opens connections as a role that owns the tables
	 */
	public ResettableDatabase(DataSource dataSource) {
		this.dataSource = dataSource;
	}

	/**
	 * Close the session of this object, before the database is copied or replaced. It is
	 * opened again on demand.
	 * @throws SQLException if that fails
	 */
	public synchronized void disconnect() throws SQLException {
		ResetSession open = this.session;
		this.session = null;
		if (open != null) {
			open.close();
		}
	}

	/**
	 * Note that a new clone has taken the database's place.
	 * @param source the database that it was copied from, or {@code null} where the
	 * server does not count changes
	 */
	public synchronized void replacedBy(@Nullable CloneSource source) {
		this.difference = (source != null) ? source.newClone() : null;
	}

	/**
	 * Note that the database is in a kept state again, as an engine brings it there that
	 * copies the counters too.
	 * @param baseline the state
	 * @throws SQLException if the server does not answer
	 */
	public synchronized void broughtTo(Baseline baseline) throws SQLException {
		this.difference = new Difference(baseline, Counters.read(open().connection(), baseline.relations()));
	}

	/**
	 * Make the present state one that the database can be put back to. Tables are brought
	 * into the form that a reset brings them back to. The database must have no other
	 * sessions.
	 * @param copy the database that will hold the state
	 * @return what the copy is, or {@code null} where the server does not count changes
	 * @throws SQLException if the server refuses
	 */
	public synchronized @Nullable CloneSource keep(KeptCopy copy) throws SQLException {
		ResetSession open = open();
		if (!open.isCounting()) {
			this.difference = null;
			return null;
		}
		Relations relations = Relations.read(open.connection());
		List<Contents> contents = new Normalization(open, relations).run(relations.tables(), true);
		Counters counters = Counters.read(open.connection(), relations);
		Baseline baseline = new Baseline(relations, contents, copy);
		this.difference = new Difference(baseline, counters);
		return new CloneSource(baseline, counters);
	}

	/**
	 * Return what the database is to its clones, after it was put back to a state that is
	 * held by another one. Its session is closed.
	 * @return what it is
	 * @throws SQLException if the server does not answer
	 */
	public synchronized CloneSource toCloneSource() throws SQLException {
		Baseline baseline = Objects.requireNonNull(this.difference).baseline();
		CloneSource source = new CloneSource(baseline, Counters.read(open().connection(), baseline.relations()));
		disconnect();
		return source;
	}

	/**
	 * Make the present state one that the database can be put back to, where it differs
	 * from the last one by few rows. Sessions stay open.
	 * @param reported the server's process ids of sessions that have reported their
	 * changes
	 * @return the state, or {@code null} where it differs by more
	 * @throws SQLException if the server refuses
	 */
	public synchronized @Nullable Baseline keepDifference(Collection<Integer> reported) throws SQLException {
		Difference changed = compare(reported, null);
		Baseline kept = (changed != null) ? new SmallDifference(open(), changed).keep() : null;
		if (kept != null && kept != changed.baseline()) {
			this.difference = new Difference(kept, Counters.read(open().connection(), kept.relations()));
		}
		return kept;
	}

	/**
	 * Tell what has changed since the database was in a kept state. Prepared transactions
	 * are rolled back first. Sessions that are about to end are waited for.
	 * @param reported the server's process ids of sessions that have reported their
	 * changes
	 * @param owned sessions that are renewed where they may remember what is gone, or
	 * {@code null} where they stay
	 * @return the changes
	 * @throws SQLException if the server does not answer
	 */
	public synchronized Changes changes(Collection<Integer> reported, @Nullable OwnedSessions owned)
			throws SQLException {
		Difference changed;
		try {
			changed = compare(reported, owned);
		}
		catch (SQLException ex) {
			if (!hasLostSession()) {
				throw ex;
			}
			logger.debug("The session that asks what has changed was ended, and another one asks", ex);
			changed = compare(reported, owned);
		}
		// statements that were prepared meanwhile, and what a driver has read of types,
		// may not fit
		if (changed != null && changed.takeDefined() && owned != null) {
			owned.renew();
		}
		return (changed != null) ? changed.changes() : Changes.UNCOUNTED;
	}

	/**
	 * Tell what sessions have reported so far, in a round trip.
	 * @return the changes
	 * @throws SQLException if the server does not answer
	 */
	public synchronized Changes reportedChanges() throws SQLException {
		Difference changed = this.difference;
		if (changed == null) {
			return Changes.UNCOUNTED;
		}
		ResetSession open = open();
		Reading reading = Reading.of(open.connection(), changed.baseline().relations(), changed.counters());
		changed.add(reading);
		// definitions of temporary tables come and go
		if (reading.catalogs() && !open.ask(HAS_TEMPORARY_TABLES)) {
			readDefinitions(open, changed);
		}
		return changed.changes();
	}

	/**
	 * Put the database back, in place. Sessions stay open.
	 * @param target the state to put it back to
	 * @param withSequences whether sequences are put back too
	 * @param sessions knows who may hold a lock that is needed
	 * @return why that is not possible, as a clause, or {@code null} where it is done
	 */
	public synchronized @Nullable String reset(Baseline target, boolean withSequences, SessionNames sessions) {
		try {
			Difference changed = this.difference;
			return (changed != null && changed.baseline().isRelatedTo(target))
					? reset(open(), changed, target, withSequences) : "it was in no state that is known";
		}
		catch (SQLException ex) {
			logger.debug("The database was not put back in place", ex);
			return LOCK_NOT_AVAILABLE.equals(ex.getSQLState())
					? LockHolder.find(Objects.requireNonNull(this.session), sessions) : String.valueOf(ex.getMessage());
		}
	}

	/**
	 * Put sequences back. That is not part of a transaction.
	 * @param target the state to put them back to, or {@code null} where its server does
	 * not count changes
	 * @param positions the positions of all sequences in that state
	 * @throws SQLException if the server refuses
	 */
	public synchronized void resetSequences(@Nullable Baseline target, Sequences positions) throws SQLException {
		Difference changed = compare(this.reporting, null);
		if (changed == null || target == null || !changed.baseline().isRelatedTo(target)) {
			positions.apply(open().connection());
			return;
		}
		Set<Sequence> sequences = sequences(changed, target);
		new ResetRun(open(), target, changed.counters()).setSequences(sequences);
		changed.advanced().removeAll(sequences);
	}

	private @Nullable String reset(ResetSession open, Difference changed, Baseline target, boolean withSequences)
			throws SQLException {
		if (!changed.definitions().isEmpty()) {
			return String.join(", ", changed.definitions()) + " changed";
		}
		Map<Table, TableDelta> deltas = changed.deltas();
		target.tablesUnlike(changed.baseline())
			.forEach((table) -> deltas.put(table, TableDelta.uncounted(table, true)));
		ResetPlan plan = new ResetPlanner(target, open.isSuperuser()).plan(deltas.values(), changed.misjudged());
		if (plan.obstacle() != null) {
			return plan.obstacle();
		}
		Set<Sequence> sequences = withSequences ? sequences(changed, target) : Set.of();
		changed.settle(plan.tables());
		// until it is done, the state is not known
		this.difference = null;
		String obstacle = new ResetRun(open, target, changed.counters()).run(plan, deltas, sequences);
		if (obstacle == null) {
			changed.advanced().removeAll(sequences);
			this.difference = changed.since(target);
		}
		return obstacle;
	}

	private static Set<Sequence> sequences(Difference changed, Baseline target) {
		return (changed.baseline() == target) ? Set.copyOf(changed.advanced())
				: Set.copyOf(target.relations().sequences());
	}

	private @Nullable Difference compare(Collection<Integer> reported, @Nullable OwnedSessions owned)
			throws SQLException {
		this.reporting = reported;
		Difference changed = this.difference;
		if (changed == null) {
			return null;
		}
		ResetSession open = open();
		Reading reading = read(open, changed);
		if (reading.prepared()) {
			rollbackPrepared(open);
			reading = read(open, changed);
		}
		if (reading.resetTime() != changed.counters().resetTime) {
			changed.restartFrom(Counters.read(open.connection(), changed.baseline().relations()));
			new UnreportedChanges(open.connection(), changed).find();
		}
		if (reading.sessions() > reported.size() + 1) {
			boolean active = this.others.await(open, reported, owned);
			reading = read(open, changed);
			if (active) {
				new UnreportedChanges(open.connection(), changed).find();
			}
		}
		judge(open, changed, reading);
		return changed;
	}

	/**
	 * Look at what a transaction leaves even where it is rolled back: {@code ANALYZE}
	 * hides the rows that were committed before, and what it and {@code CREATE INDEX} say
	 * of the sizes of tables stays.
	 */
	private static void judge(ResetSession open, Difference changed, Reading reading) throws SQLException {
		List<Table> maintained = changed.maintained();
		if (maintained.isEmpty() && !changed.isDefined() && !reading.catalogs()) {
			return;
		}
		new UnreportedChanges(open.connection(), changed).findRows(maintained);
		try (Statement statement = open.connection().createStatement()) {
			Relations relations = changed.baseline().relations();
			changed.addMisjudged(KeptCatalogs.misjudged(statement, changed.baseline().catalogs())
				.stream()
				.map(relations::ofOid)
				.filter(Objects::nonNull)
				.toList());
		}
	}

	private static Reading read(ResetSession open, Difference changed) throws SQLException {
		Relations relations = changed.baseline().relations();
		Reading reading = Reading.of(open.connection(), relations, changed.counters());
		changed.add(reading);
		if (reading.shared() != changed.counters().shared) {
			changed.counters().shared = reading.shared();
			if (Counters.readAttributes(open.connection()) != changed.counters().attributes) {
				changed.definitions().add("the rights, the comment or the limits of the database");
			}
		}
		if (reading.catalogs()) {
			readDefinitions(open, changed);
		}
		return reading;
	}

	private static void readDefinitions(ResetSession open, Difference changed) throws SQLException {
		Relations relations = changed.baseline().relations();
		List<String> catalogs = changed.counters().readCatalogs(open.connection(), relations);
		changed.add(CatalogChanges.find(open.connection(), relations, catalogs, changed.counters(),
				changed.baseline().catalogs()));
	}

	private static void rollbackPrepared(ResetSession open) throws SQLException {
		List<String> statements = new ArrayList<>();
		try (Statement statement = open.connection().createStatement();
				ResultSet rows = statement.executeQuery(PREPARED)) {
			while (rows.next()) {
				statements.add(rows.getString(1));
			}
		}
		for (String statement : statements) {
			open.execute(statement);
		}
		open.execute("SELECT pg_stat_force_next_flush()");
	}

	/**
	 * Return whether the session was ended from outside, as a test does that terminates
	 * all others.
	 */
	private boolean hasLostSession() throws SQLException {
		return this.session != null && this.session.connection().isClosed();
	}

	private ResetSession open() throws SQLException {
		ResetSession open = this.session;
		if (open == null || open.connection().isClosed()) {
			open = ResetSession.open(this.dataSource);
			this.session = open;
		}
		return open;
	}

}
