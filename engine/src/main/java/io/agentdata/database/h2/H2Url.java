// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.h2;

/**
 * The JDBC URLs of a database.
 *
 * @param file where the database is kept
 * @param schema the schema that unqualified names resolve to, before {@code public}
 */
record H2Url(MemoryFile file, String schema) {

	private static final String PROTOCOL = "jdbc:h2:";

	/**
	 * PostgreSQL's behaviour, as near as H2 comes. The words are keywords of H2 that
	 * PostgreSQL allows as names of columns.
	 */
	private static final String POSTGRES = ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH"
			+ ";NON_KEYWORDS=DAY,HOUR,KEY,MINUTE,MONTH,SECOND,VALUE,YEAR;LOCK_TIMEOUT=10000";

	/**
	 * A file in memory is neither shared with other processes nor read after a crash.
	 * What H2 finds out of itself about rows, rolled back or not, would change later
	 * plans.
	 */
	private static final String IN_MEMORY = ";DB_CLOSE_DELAY=-1;DB_CLOSE_ON_EXIT=FALSE;FILE_LOCK=NO"
			+ ";MAX_COMPACT_TIME=0;RETENTION_TIME=0;TRACE_LEVEL_FILE=0;ANALYZE_AUTO=0";

	static boolean isOurs(String url) {
		return url.startsWith(PROTOCOL + MemoryFile.PREFIX);
	}

	/**
	 * Return a URL that makes the database unless it is there.
	 */
	String withoutSchema() {
		return PROTOCOL + this.file.database() + POSTGRES + IN_MEMORY;
	}

	/**
	 * Return a URL for a database that is there.
	 */
	String withSchema() {
		return "%s;SCHEMA=\"%s\";SCHEMA_SEARCH_PATH=\"%s\",public,%s;IFEXISTS=TRUE".formatted(withoutSchema(),
				this.schema, this.schema, H2Objects.SCHEMA);
	}

}
