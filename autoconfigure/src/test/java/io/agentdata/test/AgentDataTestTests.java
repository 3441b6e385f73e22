// SPDX-License-Identifier: Apache-2.0
package io.agentdata.test;

import java.util.Map;

import com.zaxxer.hikari.HikariDataSource;
import io.agentdata.database.Database;
import io.agentdata.database.DatabaseFactory;
import io.agentdata.database.Engine;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jpa.test.autoconfigure.TestEntityManager;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AgentDataTest @AgentDataTest} with its defaults.
 */
@AgentDataTest
class AgentDataTestTests {

	@Autowired
	private NoteRepository notes;

	@Autowired
	private TestEntityManager entityManager;

	@Autowired
	private JdbcClient jdbc;

	@Autowired
	private DatabaseFactory factory;

	@Autowired
	private Database database;

	@Autowired
	private HikariDataSource dataSource;

	@Autowired
	private ObjectProvider<NoteService> service;

	@RepeatedTest(2)
	void rollsBackEachTest() {
		assertThat(this.notes.count()).isZero();
		this.notes.saveAndFlush(new Note("only one may have this title", 0));
	}

	@Test
	void ordersByDistanceThroughHibernate() {
		this.notes.save(new Note("far", -1));
		this.notes.save(new Note("near", 1));
		this.notes.save(new Note("nearer", 2));
		assertThat(this.notes.findNearest(new Note("query", 3).embedding)).extracting((note) -> note.title)
			.containsExactly("nearer", "near", "far");
	}

	@Test
	void keepsJsonAsAnObject() {
		Note note = new Note("json", 0);
		note.details = Map.of("topic", "salary");
		this.entityManager.persistAndFlush(note);
		assertThat(
				this.jdbc.sql("SELECT details ->> 'topic' FROM note WHERE title = 'json'").query(String.class).single())
			.isEqualTo("salary");
	}

	@Test
	void runsTheMigrationsUnchanged() {
		assertThat(this.jdbc.sql("SELECT indexdef FROM pg_indexes WHERE indexname = 'note_embedding'")
			.query(String.class)
			.single()).contains("USING hnsw").contains("m='16', ef_construction='64'");
	}

	@Test
	void leadsBootsOwnDataSourceToTheDatabase() {
		assertThat(this.factory.engine()).isEqualTo(Engine.EMBEDDED);
		assertThat(this.dataSource.getJdbcUrl()).isEqualTo(this.database.config().url());
		assertThat(this.dataSource.getMinimumIdle()).isEqualTo(1);
		assertThat(TransactionSynchronizationManager.isActualTransactionActive()).isTrue();
	}

	@Test
	void leavesOtherComponentsOut() {
		assertThat(this.service.getIfAvailable()).isNull();
	}

}
