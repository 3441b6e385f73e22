// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.util.List;

import javax.sql.DataSource;

import io.agentdata.database.Database;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.test.context.TestContext;

/**
 * Begins to isolate tests when the application has started, and ends it with the context.
 */
final class IsolationStart implements AutoCloseable {

	private final IsolatedPool pool;

	private final ObjectProvider<DataSource> dataSources;

	private final ObjectProvider<StateInMemory> memories;

	private final IsolationProperties properties;

	private final ApplicationEventPublisher events;

	private volatile @Nullable Lanes lanes;

	private volatile @Nullable TestIsolation isolation;

	IsolationStart(IsolatedPool pool, ObjectProvider<DataSource> dataSources, ObjectProvider<StateInMemory> memories,
			IsolationProperties properties, ApplicationEventPublisher events) {
		this.pool = pool;
		this.dataSources = dataSources;
		this.memories = memories;
		this.properties = properties;
		this.events = events;
	}

	/**
	 * Return the isolation of a test's application context.
	 * @return it, or {@code null} where the context has no test database
	 */
	static @Nullable TestIsolation isolationOf(TestContext testContext) {
		if (!testContext.hasApplicationContext()) {
			return null;
		}
		IsolationStart start = testContext.getApplicationContext()
			.getBeanProvider(IsolationStart.class)
			.getIfAvailable();
		return (start != null) ? start.isolation() : null;
	}

	/**
	 * Return what isolates tests.
	 * @return it, or {@code null} while the application starts
	 */
	@Nullable TestIsolation isolation() {
		return this.isolation;
	}

	/**
	 * Seal the database as the template: all is in it that the application did at its
	 * start.
	 * @throws UnsupportedPoolException if the application's pool is not HikariCP
	 */
	void seal() {
		if (!this.pool.isUsed()) {
			verifyNoOtherPool();
			return;
		}
		Lane first = this.pool.connections().first();
		first.snapshot(TestDatabases.TEMPLATE);
		List<StateInMemory> remembered = this.memories.stream().toList();
		Lanes all = new Lanes(first,
				Workers.allowed(this.properties.workers(), first.database().config().type(), remembered),
				(number, snapshot) -> makeLane(first.database(), number, snapshot));
		TestDatabases databases = new TestDatabases(first, all, remembered, this.properties.sandboxTimeout());
		TestIsolation begun = new TestIsolation(databases, this.properties,
				new LeakReport(this.properties.onLeak(), this.events));
		remembered.forEach((memory) -> memory.keepApart(begun::lane));
		this.pool.connections().seal(begun);
		this.lanes = all;
		this.isolation = begun;
	}

	@Override
	public void close() {
		Lanes opened = this.lanes;
		if (opened != null) {
			opened.close();
		}
	}

	private void verifyNoOtherPool() {
		this.dataSources.stream().findFirst().ifPresent((other) -> {
			throw new UnsupportedPoolException(other.getClass());
		});
	}

	private Lane makeLane(Database first, int number, String snapshot) {
		Database sibling = first.sibling(snapshot);
		return new Lane(number, sibling, snapshot, this.pool.poolFor(sibling, number));
	}

}
