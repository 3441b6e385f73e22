// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.reset;

import org.jspecify.annotations.Nullable;

/**
 * Table or materialized view of the application, with what decides how it can be put
 * back.
 *
 * @param number the position among the relations, from 0
 * @param oid the object id, which all clones have in common
 * @param name the name with its schema, quoted where SQL needs it
 * @param kind what PostgreSQL calls a relation of this kind
 * @param heap whether its rows are in PostgreSQL's own storage
 * @param toast the object id of the table of its long values, or 0 where it has none
 * @param indexes the number of indexes
 * @param partial whether an index leaves rows out, so that the planner estimates its rows
 * by themselves
 * @param searchMethod the access method of an index that an extension brings, such as
 * {@code hnsw}, or {@code null} where all indexes are PostgreSQL's own
 * @param triggers the triggers and rules that would fire for changes of ours
 * @param hidden whether the role may not see all rows, as by row security
 */
record Table(int number, long oid, String name, Kind kind, boolean heap, long toast, int indexes, boolean partial,
		@Nullable String searchMethod, Triggers triggers, boolean hidden) {

	private static final String IVFFLAT = "ivfflat";

	/**
	 * Return whether an index gives results that depend on rows which are gone, or on the
	 * order in which rows came.
	 */
	boolean isApproximate() {
		return this.searchMethod != null;
	}

	/**
	 * Return whether results or plans tell files that are emptied from new ones.
	 */
	boolean isBestTruncated() {
		return isApproximate() || this.partial;
	}

	/**
	 * Return whether the index keeps the lists that it was built with. Rows that come and
	 * go leave no trace in them; a truncated table has lost them.
	 */
	boolean isClustered() {
		return IVFFLAT.equals(this.searchMethod);
	}

	/**
	 * Return how {@code TRUNCATE} names the table without those that inherit from it. The
	 * rows of a partitioned table are all in its partitions.
	 */
	String truncatable() {
		return (this.kind == Kind.PARTITIONED) ? this.name : "ONLY " + this.name;
	}

	@Override
	public String toString() {
		return this.name;
	}

	/**
	 * Kind of a relation.
	 */
	enum Kind {

		TABLE,

		MATERIALIZED_VIEW,

		/**
		 * A table without rows of its own.
		 */
		PARTITIONED;

		static Kind of(String relkind) {
			return switch (relkind) {
				case "m" -> MATERIALIZED_VIEW;
				case "p" -> PARTITIONED;
				default -> TABLE;
			};
		}

	}

	/**
	 * Triggers of a table, and its rules for DELETE, by when they fire.
	 */
	enum Triggers {

		NONE,

		/**
		 * They do not fire in the role {@code replica}, which takes a superuser; see
		 * <a href=
		 * "https://www.postgresql.org/docs/17/runtime-config-client.html#GUC-SESSION-REPLICATION-ROLE">session_replication_role</a>.
		 */
		ORDINARY,

		/**
		 * At least one fires in that role as well.
		 */
		ALWAYS

	}

}
