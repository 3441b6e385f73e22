// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.util.Arrays;
import java.util.List;

import io.agentdata.test.AutoConfigureAgentData;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.transaction.BeforeTransaction;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what is committed before the test-managed transaction: it is named with its
 * own call.
 */
@SpringBootTest
@AutoConfigureAgentData
@Import(LeakRecorder.class)
@TestMethodOrder(MethodOrderer.MethodName.class)
class BeforeTransactionTests {

	@Autowired
	private JdbcClient jdbc;

	@Autowired
	private PlatformTransactionManager transactions;

	@BeforeTransaction
	void prepare() {
		add("before");
	}

	@Test
	@Transactional
	void aCommitsBesideItsTransaction() {
		TransactionTemplate beside = new TransactionTemplate(this.transactions);
		beside.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
		beside.executeWithoutResult((status) -> add("beside"));
		assertThat(titles()).containsExactly("before", "beside");
	}

	@Test
	void bNamesEachCommitWithItsOwnCall() {
		assertThat(titles()).isEmpty();
		assertThat(LeakRecorder.of("aCommitsBesideItsTransaction")).hasSize(2)
			.allSatisfy((leak) -> assertThat(leak.tables()).singleElement().hasToString("public.note: 1 row inserted"));
		assertThat(LeakRecorder.of("aCommitsBesideItsTransaction")).map(BeforeTransactionTests::methods)
			.satisfiesExactly((before) -> assertThat(before).contains("prepare"),
					(beside) -> assertThat(beside).contains("aCommitsBesideItsTransaction").doesNotContain("prepare"));
	}

	private static List<String> methods(Leak leak) {
		return Arrays.stream(leak.call().getStackTrace()).map(StackTraceElement::getMethodName).toList();
	}

	private void add(String title) {
		this.jdbc.sql("INSERT INTO note (title) VALUES (?)").param(title).update();
	}

	private List<String> titles() {
		return this.jdbc.sql("SELECT title FROM note ORDER BY title").query(String.class).list();
	}

}
