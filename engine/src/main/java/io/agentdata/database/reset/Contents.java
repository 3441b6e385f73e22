// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.reset;

/**
 * Contents of a table in a kept state.
 *
 * @param rows the number of rows; 1 where there may be some that the role cannot see
 * @param bytes the size of the file of the rows
 * @param toastBytes the size of the file of long values
 * @param indexBytes the size of the files of all indexes
 * @param visiblePages the number of pages of which the planner knows that all their rows
 * are visible to everybody
 */
record Contents(long rows, long bytes, long toastBytes, long indexBytes, long visiblePages) {

	/**
	 * PostgreSQL's usual size of a page.
	 */
	static final int PAGE = 8192;

	boolean isEmpty() {
		return this.rows == 0;
	}

	boolean isVisible() {
		return this.visiblePages * PAGE >= this.bytes;
	}

	long totalBytes() {
		return this.bytes + this.toastBytes;
	}

	/**
	 * Return whether a table is as large as in the kept state, but for one page of each
	 * index: an index keeps the page that its first row has brought. It may be smaller,
	 * where sessions that wrote at the same time had begun pages of their own.
	 */
	boolean isOfSize(long rowBytes, long longValueBytes, long bytesOfIndexes, int indexes) {
		return rowBytes <= this.bytes && longValueBytes <= this.toastBytes
				&& bytesOfIndexes <= this.indexBytes + (long) indexes * PAGE;
	}

	/**
	 * Return whether as many pages are known to be visible to everybody as in the kept
	 * state.
	 */
	boolean isAsVisible(long pages, long rowBytes) {
		return pages >= Math.min(this.visiblePages, rowBytes / PAGE);
	}

}
