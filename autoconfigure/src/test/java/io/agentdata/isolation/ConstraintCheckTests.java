// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import io.agentdata.test.AutoConfigureAgentData;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.FlushMode;
import org.hibernate.Session;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.Commit;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

/**
 * Tests for {@link ConstraintCheck}: what a commit would refuse fails, and nothing else.
 */
class ConstraintCheckTests {

	@Test
	void onlyWhatACommitWouldRefuseFails() {
		EngineExecutionResults results = EngineTestKit.engine("junit-jupiter")
			.selectors(selectClass(OrderCase.class))
			.execute();
		assertThat(results.testEvents().failed().stream().map((event) -> event.getTestDescriptor().getDisplayName()))
			.containsExactlyInAnyOrder("flushesAnEntity()", "ordersWithAListenerAfterTheCommit()", "ordersNothing()");
		results.testEvents().assertStatistics((statistics) -> statistics.succeeded(4));
		assertThat(results.testEvents().failed().stream().map(ParallelTests::failure))
			.allSatisfy((failure) -> assertThat(failure).contains("What a test has done could not be committed.")
				.contains("agent.data.verify-constraints=false"));
	}

	@SpringBootTest(properties = "spring.flyway.locations=classpath:db/orders")
	@AutoConfigureAgentData
	@Transactional
	static class OrderCase {

		@Autowired
		private EntityManager entityManager;

		@Autowired
		private JdbcClient jdbc;

		@Autowired
		private ApplicationEventPublisher events;

		@Test
		void flushesAnEntity() {
			persistAnEntityWithoutTable();
		}

		@Test
		@Transactional(readOnly = true)
		void doesNotFlushInAReadOnlyTransaction() {
			persistAnEntityWithoutTable();
		}

		@Test
		void doesNotFlushByHand() {
			this.entityManager.unwrap(Session.class).setHibernateFlushMode(FlushMode.MANUAL);
			persistAnEntityWithoutTable();
		}

		@Test
		void ordersNothing() {
			addLine();
		}

		@Test
		void ordersWithAListenerAfterTheCommit() {
			addLine();
			this.events.publishEvent("announced");
		}

		@Test
		void ordersWithAListenerBeforeTheCommit() {
			addLine();
			this.events.publishEvent(7);
		}

		@Test
		@Commit
		void commitsWithAListenerBeforeTheCommit() {
			addLine();
			this.events.publishEvent(7);
		}

		private void persistAnEntityWithoutTable() {
			this.entityManager.persist(new Missing());
		}

		private void addLine() {
			this.jdbc.sql("INSERT INTO order_line VALUES (7)").update();
		}

		@TestConfiguration(proxyBeanMethods = false)
		static class Listeners {

			@Bean
			Orders orders(JdbcClient jdbc) {
				return new Orders(jdbc);
			}

		}

	}

	/**
	 * Entity that can be persisted, and not flushed.
	 */
	@Entity
	@Table(name = "table_that_is_missing")
	static class Missing {

		@Id
		Integer id = 1;

	}

	static class Orders {

		private final JdbcClient jdbc;

		Orders(JdbcClient jdbc) {
			this.jdbc = jdbc;
		}

		@TransactionalEventListener(phase = TransactionPhase.BEFORE_COMMIT)
		void add(Integer order) {
			this.jdbc.sql("INSERT INTO orders VALUES (?)").param(order).update();
		}

		@TransactionalEventListener
		void announce(String order) {
		}

	}

}
