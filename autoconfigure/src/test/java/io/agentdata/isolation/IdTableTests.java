// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import io.agentdata.test.AutoConfigureAgentData;
import io.agentdata.test.Isolated;
import io.agentdata.test.Isolation;
import jakarta.persistence.EntityManager;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for ids that Hibernate counts in a row, which is put back after each test: the
 * ids begin anew with it, and nobody is blamed for what Hibernate commits.
 */
@SpringBootTest(properties = "spring.flyway.locations=classpath:db/id-table")
@AutoConfigureAgentData
@Import(LeakRecorder.class)
@Transactional
@TestMethodOrder(MethodOrderer.MethodName.class)
class IdTableTests {

	@Autowired
	private EntityManager entityManager;

	@Autowired
	private PlatformTransactionManager transactions;

	@RepeatedTest(2)
	void aSaves() {
		save(3);
	}

	@RepeatedTest(2)
	void bSavesMore() {
		save(25);
	}

	@RepeatedTest(2)
	@Isolated(Isolation.ROLLBACK)
	void cSavesMoreInARolledBackTest() {
		save(25);
	}

	@Test
	void dCommitsBeside() {
		assertThat(LeakRecorder.LEAKS).filteredOn((leak) -> leak.test().startsWith("IdTableTests")).isEmpty();
		save(3);
		TransactionTemplate beside = new TransactionTemplate(this.transactions);
		beside.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
		beside.executeWithoutResult((status) -> save(12));
		save(25);
	}

	@Test
	void eNamesWhatWasCommittedBeside() {
		assertThat(LeakRecorder.of("dCommitsBeside")).singleElement()
			.satisfies((leak) -> assertThat(leak.tables()).singleElement()
				.hasToString("public.row_numbered_note: 12 rows inserted"));
	}

	private void save(int notes) {
		for (int note = 0; note < notes; note++) {
			this.entityManager.persist(new RowCountedNote());
		}
		this.entityManager.flush();
	}

}
