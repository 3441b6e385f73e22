// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.h2;

import java.util.function.BiConsumer;

/**
 * What is rewritten in a migration for PostgreSQL so that it runs on H2. This is the
 * whole list.
 */
public enum MigrationRewrite {

	/**
	 * Extensions do not exist in H2.
	 */
	EXTENSION("`CREATE EXTENSION …`, and `ALTER`, `DROP`, `COMMENT ON EXTENSION`", "nothing",
			StatementRules::extension),

	/**
	 * Indexes that make searches faster, and change no result but those of an approximate
	 * search.
	 */
	INDEX("`CREATE INDEX … USING hnsw`, `ivfflat`, `gin`", "nothing: searches are exact", StatementRules::index),

	/**
	 * The index may be one of those that were left out.
	 */
	DROP_INDEX("`DROP INDEX name`", "`DROP INDEX IF EXISTS name`", StatementRules::dropIndex),

	/**
	 * H2 looks for the name in the table's own schema only.
	 */
	REFERENCES("`REFERENCES name`, in a table of another schema than the current one",
			"`REFERENCES schema.name`, with the current schema", StatementRules::references),

	/**
	 * H2 makes one change at a time.
	 */
	ALTER_TABLE("`ALTER TABLE name …, …`", "`ALTER TABLE name …; ALTER TABLE name …`", StatementRules::alterTable),

	/**
	 * Vectors are arrays whose values are checked.
	 */
	VECTOR("the type `vector(n)`", "`agent_data.vector_n`, an array of `real` that has n elements", TypeRules::vector),

	/**
	 * The long name is the same type.
	 */
	TIMESTAMPTZ("the type `timestamptz`", "`timestamp with time zone`", TypeRules::timestamptz),

	/**
	 * JSON is not made of texts.
	 */
	JSONB("the types `jsonb` and `json`", "`agent_data.jsonb`, any JSON but strings", TypeRules::jsonb),

	/**
	 * A text is parsed where PostgreSQL would parse it.
	 */
	JSON_LITERAL("`'…'::jsonb`, `CAST('…' AS jsonb)`, and `DEFAULT '…'` of a column of that type", "`JSON '…'`",
			TypeRules::jsonLiteral);

	private final String source;

	private final String target;

	private final BiConsumer<MigrationStatement, ScriptEdits> rule;

	MigrationRewrite(String source, String target, BiConsumer<MigrationStatement, ScriptEdits> rule) {
		this.source = source;
		this.target = target;
		this.rule = rule;
	}

	/**
	 * Return what is rewritten.
	 * @return words and SQL, in Markdown
	 */
	public String source() {
		return this.source;
	}

	/**
	 * Return what it becomes.
	 * @return words and SQL, in Markdown
	 */
	public String target() {
		return this.target;
	}

	void apply(MigrationStatement statement, ScriptEdits edits) {
		this.rule.accept(statement, edits);
	}

}
