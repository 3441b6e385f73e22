// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.agentdata.test.AutoConfigureAgentData;
import io.agentdata.test.Isolated;
import io.agentdata.test.Isolation;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.SimpleLock;
import net.javacrumbs.shedlock.support.StorageAccessor;
import net.javacrumbs.shedlock.support.StorageBasedLockProvider;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.transaction.TestTransaction;
import org.springframework.transaction.annotation.Transactional;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what a JVM remembers of rows that are gone: the caches and the record of
 * locks are empty in the next test, and whoever asks is told.
 */
@SpringBootTest(
		properties = { "spring.flyway.locations=classpath:db/own-schema", "logging.level.io.agentdata.isolation=off" })
@AutoConfigureAgentData
@TestMethodOrder(MethodOrderer.MethodName.class)
class StateInMemoryTests {

	@Autowired
	private JdbcClient jdbc;

	@Autowired
	private People people;

	@Autowired
	private LockProvider locks;

	@Autowired
	private Listener listener;

	@Test
	void aCommitsWhatIsRemembered() {
		add();
		assertThat(this.people.count("commit")).isEqualTo(2);
		assertThat(this.locks.inserted("job")).isTrue();
	}

	@Test
	void bRemembersNothingOfIt() {
		assertThat(this.listener.resets).containsExactly("StateInMemoryTests.aCommitsWhatIsRemembered()");
		assertThat(this.people.count("commit")).isEqualTo(1);
		assertThat(this.locks.inserted("job")).isTrue();
	}

	@Test
	@Transactional
	void cRollsBackWhatIsRemembered() {
		this.listener.resets.clear();
		add();
		assertThat(this.people.count("rollback")).isEqualTo(2);
	}

	@Test
	void dRemembersNothingOfItAndIsNotTold() {
		assertThat(this.people.count("rollback")).isEqualTo(1);
		assertThat(this.listener.resets).isEmpty();
	}

	@Test
	@Transactional
	void eCommitsItsOwnTransaction() {
		add();
		TestTransaction.flagForCommit();
		TestTransaction.end();
		assertThat(this.people.count("own commit")).isEqualTo(2);
	}

	@Test
	@Isolated(Isolation.RESET)
	void fRemembersNothingOfIt() {
		assertThat(this.listener.resets).containsExactly("StateInMemoryTests.eCommitsItsOwnTransaction()");
		assertThat(this.people.count("own commit")).isEqualTo(1);
	}

	private void add() {
		this.jdbc.sql("INSERT INTO test.person VALUES (2, 'Alan')").update();
	}

	@TestConfiguration(proxyBeanMethods = false)
	@EnableCaching
	static class Memories {

		@Bean
		CacheManager cacheManager() {
			return new ConcurrentMapCacheManager();
		}

		@Bean
		People people(JdbcClient jdbc) {
			return new People(jdbc);
		}

		@Bean
		LockProvider lockProvider() {
			return new LockProvider(new Locks());
		}

		@Bean
		Listener listener() {
			return new Listener();
		}

	}

	static class People {

		private final JdbcClient jdbc;

		People(JdbcClient jdbc) {
			this.jdbc = jdbc;
		}

		@Cacheable("people")
		int count(String key) {
			return this.jdbc.sql("SELECT count(*) FROM test.person").query(Integer.class).single();
		}

	}

	static class Listener {

		private final List<String> resets = new ArrayList<>();

		@EventListener
		void forget(DatabaseReset reset) {
			this.resets.add(reset.test());
		}

	}

	/**
	 * ShedLock's provider, over a table of locks that is always empty.
	 */
	static class LockProvider extends StorageBasedLockProvider {

		private final Locks locks;

		LockProvider(Locks locks) {
			super(locks);
			this.locks = locks;
		}

		/**
		 * Take a lock, and return whether a row was made for it.
		 */
		boolean inserted(String name) {
			this.locks.inserted = false;
			lock(new LockConfiguration(Instant.now(), name, Duration.ofMinutes(1), Duration.ZERO))
				.ifPresent(SimpleLock::unlock);
			return this.locks.inserted;
		}

	}

	static class Locks implements StorageAccessor {

		private boolean inserted;

		@Override
		public boolean insertRecord(LockConfiguration lock) {
			this.inserted = true;
			return true;
		}

		@Override
		public boolean updateRecord(LockConfiguration lock) {
			return true;
		}

		@Override
		public void unlock(LockConfiguration lock) {
		}

		@Override
		public boolean extend(LockConfiguration lock) {
			return true;
		}

	}

}
