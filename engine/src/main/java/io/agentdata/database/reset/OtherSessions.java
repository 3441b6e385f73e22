// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.reset;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

import io.agentdata.database.copy.OwnedSessions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sessions of a database that nobody answers for: a library's that connects by itself, or
 * those of another process. Such a session reports what it has counted when it ends, or
 * some seconds after its last transaction.
 */
final class OtherSessions {

	private static final Logger logger = LoggerFactory.getLogger(OtherSessions.class);

	/**
	 * A session that its client has closed ends within milliseconds.
	 */
	private static final int MOST_POLLS = 25;

	/**
	 * One that stays for longer may be a link of another session, and ends with it.
	 */
	private static final int PATIENT_POLLS = 5;

	private static final long POLL_NANOS = Duration.ofMillis(2).toNanos();

	private static final String SESSIONS = """
			SELECT pid, coalesce(state_change > ?::timestamptz, true), clock_timestamp()::text FROM pg_stat_get_activity(NULL)
			WHERE datid = (SELECT oid FROM pg_database WHERE datname = current_database()) AND pid <> pg_backend_pid()
				AND pid <> ALL(?) AND backend_type NOT IN ('autovacuum worker', 'parallel worker')
			""";

	/**
	 * To read leaves a lock that few statements wait for.
	 */
	private static final String FORGOTTEN = """
			SELECT pid, coalesce(nullif(application_name, ''), 'without a name') FROM pg_stat_get_activity(NULL) AS a
			WHERE pid = ANY(?) AND state LIKE 'idle in transaction%' AND EXISTS (SELECT FROM pg_locks l WHERE l.pid = a.pid
				AND l.database = a.datid AND l.granted AND l.relation >= 16384 AND l.mode <> 'AccessShareLock')
			""";

	/**
	 * Sessions that stay: nobody waits for them again.
	 */
	private final Set<Integer> lasting = new HashSet<>();

	private String lastLook = "-infinity";

	/**
	 * Wait until sessions have ended that are about to.
	 * @param session asks the server
	 * @param known the process ids of sessions that have reported
	 * @param owned sessions that are renewed if others stay that have just begun, or
	 * {@code null} where they are not
	 * @return whether one is left that has done something since the last look
	 */
	boolean await(ResetSession session, Collection<Integer> known, @Nullable OwnedSessions owned) throws SQLException {
		Set<Integer> active = new HashSet<>();
		String look = this.lastLook;
		for (int poll = 0; poll <= MOST_POLLS; poll++) {
			active.clear();
			Set<Integer> present = new HashSet<>();
			look = look(session, known, present, active);
			if (this.lasting.containsAll(present)) {
				break;
			}
			if (poll == PATIENT_POLLS && owned != null && !unanswered(present, owned).isEmpty()) {
				owned.renew();
			}
			if (poll == MOST_POLLS) {
				if (owned != null) {
					endForgotten(session, unanswered(present, owned));
				}
				this.lasting.addAll(present);
			}
			else {
				LockSupport.parkNanos(POLL_NANOS);
			}
		}
		this.lastLook = look;
		return !active.isEmpty();
	}

	/**
	 * Return the sessions, not seen before, that nobody answers for.
	 */
	private Collection<Integer> unanswered(Set<Integer> present, OwnedSessions owned) {
		return present.stream()
			.filter((session) -> !this.lasting.contains(session) && owned.holder(session) == null)
			.toList();
	}

	/**
	 * End sessions whose transactions would let others wait, after the time within which
	 * one that works ends.
	 */
	private static void endForgotten(ResetSession session, Collection<Integer> candidates) throws SQLException {
		Map<Integer, String> forgotten = forgotten(session, candidates);
		long deadline = System.nanoTime() + ResetSession.LOCK_TIMEOUT.toNanos();
		while (!forgotten.isEmpty() && System.nanoTime() < deadline) {
			LockSupport.parkNanos(POLL_NANOS);
			forgotten = forgotten(session, forgotten.keySet());
		}
		for (Map.Entry<Integer, String> left : forgotten.entrySet()) {
			logger.warn("The session {} of the application '{}', which nobody answers for, was left in a transaction "
					+ "that holds a lock. It is ended.", left.getKey(), left.getValue());
			session.ask("SELECT pg_terminate_backend(%s, %s)".formatted(left.getKey(),
					ResetSession.LOCK_TIMEOUT.toMillis()));
		}
	}

	private static Map<Integer, String> forgotten(ResetSession session, Collection<Integer> candidates)
			throws SQLException {
		Map<Integer, String> forgotten = new HashMap<>();
		if (candidates.isEmpty()) {
			return forgotten;
		}
		try (PreparedStatement statement = session.connection().prepareStatement(FORGOTTEN)) {
			statement.setArray(1, session.connection().createArrayOf("int4", candidates.toArray()));
			try (ResultSet rows = statement.executeQuery()) {
				while (rows.next()) {
					forgotten.put(rows.getInt(1), rows.getString(2));
				}
			}
		}
		return forgotten;
	}

	private String look(ResetSession session, Collection<Integer> known, Set<Integer> present, Set<Integer> active)
			throws SQLException {
		String now = this.lastLook;
		try (PreparedStatement statement = session.connection().prepareStatement(SESSIONS)) {
			statement.setString(1, this.lastLook);
			statement.setArray(2, session.connection().createArrayOf("int4", known.toArray()));
			try (ResultSet rows = statement.executeQuery()) {
				while (rows.next()) {
					present.add(rows.getInt(1));
					if (rows.getBoolean(2)) {
						active.add(rows.getInt(1));
					}
					now = rows.getString(3);
				}
			}
		}
		return now;
	}

}
