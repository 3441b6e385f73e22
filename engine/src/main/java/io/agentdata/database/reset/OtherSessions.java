// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.reset;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

import io.agentdata.database.copy.OwnedSessions;
import org.jspecify.annotations.Nullable;

/**
 * Sessions of a database that nobody answers for: a library's that connects by itself, or
 * those of another process. Such a session reports what it has counted when it ends, or
 * some seconds after its last transaction.
 */
final class OtherSessions {

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
			if (poll == PATIENT_POLLS && owned != null && isUnanswered(present, owned)) {
				owned.renew();
			}
			if (poll == MOST_POLLS) {
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
	 * Return whether there are sessions, not seen before, that nobody answers for.
	 */
	private boolean isUnanswered(Set<Integer> present, OwnedSessions owned) {
		return present.stream().anyMatch((session) -> !this.lasting.contains(session) && owned.holder(session) == null);
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
