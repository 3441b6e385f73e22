// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.reset;

import io.agentdata.database.copy.TableChange;

/**
 * What was written to a table since its database was in a kept state.
 *
 * @param table the table
 * @param inserted the number of rows inserted, rolled back or not
 * @param updated the number of rows updated, rolled back or not
 * @param deleted the number of rows deleted, rolled back or not
 * @param committed the number of rows whose change was committed
 * @param maintained whether the table was vacuumed or analysed
 * @param replaced whether the rows are in another file, as after {@code TRUNCATE}
 * @param bytes the present size of that file
 * @param toastBytes the present size of the file of long values
 * @param indexBytes the present size of the files of all indexes
 */
record TableDelta(Table table, long inserted, long updated, long deleted, long committed, boolean maintained,
		boolean replaced, long bytes, long toastBytes, long indexBytes) {

	/**
	 * Compare readings with those of the kept state.
	 */
	static TableDelta of(Table table, TableReading now, Counters kept, boolean replaced) {
		int number = table.number();
		// the server counts these from zero again when it has analysed the table
		long committed = (now.committed() < kept.committed[number]) ? now.committed()
				: now.committed() - kept.committed[number];
		return new TableDelta(table, now.inserted() - kept.inserted[number], now.updated() - kept.updated[number],
				now.deleted() - kept.deleted[number], committed, now.maintained() != kept.maintained[number], replaced,
				now.bytes(), now.toastBytes(), now.indexBytes());
	}

	/**
	 * Return the delta of a table of which nothing was counted.
	 * @param replaced whether it was emptied as a whole, which is not counted
	 */
	static TableDelta uncounted(Table table, boolean replaced) {
		return new TableDelta(table, 0, 0, 0, 0, false, replaced, 0, 0, 0);
	}

	/**
	 * Return the delta of a table with dead rows, of which nothing was counted.
	 */
	static TableDelta grown(Table table, long bytes, long toastBytes, long indexBytes) {
		return new TableDelta(table, 1, 0, 0, 0, false, false, bytes, toastBytes, indexBytes);
	}

	/**
	 * Return the number of rows that were added to the table's files, whether a
	 * transaction sees them or not.
	 */
	long addedRows() {
		return this.inserted + this.updated;
	}

	boolean isCommitted() {
		return this.committed != 0 || this.replaced;
	}

	/**
	 * Return whether nothing of the kept state is missing or changed.
	 */
	boolean isOnlyInserted() {
		return this.updated == 0 && this.deleted == 0 && !this.replaced;
	}

	/**
	 * Return the committed change.
	 * @param before what had been written to the table before, without being committed
	 */
	TableChange change(TableDelta before) {
		long added = this.inserted - before.inserted;
		long changed = this.updated - before.updated;
		long removed = this.deleted - before.deleted;
		boolean exact = added + changed + removed == this.committed;
		return exact ? new TableChange(this.table.name(), this.committed, added, changed, removed)
				: new TableChange(this.table.name(), this.committed, 0, 0, 0);
	}

}
