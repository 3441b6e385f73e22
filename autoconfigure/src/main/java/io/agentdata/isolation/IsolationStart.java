// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import javax.sql.DataSource;

import io.agentdata.database.Capability;
import io.agentdata.database.Database;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;
import org.springframework.test.context.TestContext;

/**
 * Begins to isolate tests when the application has started, and ends it with the context.
 */
final class IsolationStart implements SmartLifecycle, AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(IsolationStart.class);

	/**
	 * The snapshot of what was done before the application's own lifecycle.
	 */
	private static final String START = "start";

	private static final String HAS_TABLES = "SELECT EXISTS (SELECT FROM pg_class WHERE oid >= 16384 AND relkind IN ('r', 'p'))";

	private final IsolatedPool pool;

	private final SchemaMakers schemaMakers;

	private final ObjectProvider<DataSource> dataSources;

	private final ObjectProvider<StateInMemory> memories;

	private final IsolationProperties properties;

	private final ApplicationEventPublisher events;

	private volatile boolean started;

	private volatile @Nullable Lanes lanes;

	private volatile @Nullable TestIsolation isolation;

	IsolationStart(IsolatedPool pool, SchemaMakers schemaMakers, ObjectProvider<DataSource> dataSources,
			ObjectProvider<StateInMemory> memories, IsolationProperties properties, ApplicationEventPublisher events) {
		this.pool = pool;
		this.schemaMakers = schemaMakers;
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
	 * Return the phase before all others: what begins later may take connections that it
	 * keeps, beside which a database cannot be copied.
	 */
	@Override
	public int getPhase() {
		return Integer.MIN_VALUE;
	}

	@Override
	public boolean isPauseable() {
		return false;
	}

	/**
	 * Keep what the database is so far, if nobody has a connection to it. What is added
	 * until the application is up is a small difference from that as a rule.
	 */
	@Override
	public void start() {
		this.started = true;
		this.schemaMakers.initialize();
		if (this.pool.isUsed() && mayBeCopiedBeside() && this.pool.connections().ofFirst().loans().isEmpty()) {
			this.pool.connections().database().snapshot(START);
		}
	}

	@Override
	public void stop() {
		this.started = false;
	}

	@Override
	public boolean isRunning() {
		return this.started;
	}

	/**
	 * Seal the database as the template: all is in it that the application did at its
	 * start.
	 * @throws UnsupportedPoolException if the application's pool is not HikariCP
	 */
	void seal() {
		DataSource dataSource = this.dataSources.stream().findFirst().orElse(null);
		if (!this.pool.isUsed()) {
			if (dataSource != null) {
				throw UnsupportedPoolException.of(dataSource);
			}
			return;
		}
		Database database = this.pool.connections().database();
		warnOfNoSchema();
		warnOfWorkInProgress();
		database.snapshot(TestDatabases.TEMPLATE);
		if (mayBeCopiedBeside()) {
			database.forget(START);
		}
		Lane first = new Lane(1, database, TestDatabases.TEMPLATE, this.pool.connections().ofFirst(),
				database.changes().counted());
		List<StateInMemory> remembered = this.memories.stream().toList();
		Lanes all = new Lanes(first, Workers.allowed(this.properties.workers(), database.config().type(), remembered),
				Capability.CLONE.isOfferedBy(database.config().type())
						? (number, snapshot) -> makeLane(first, number, snapshot) : null);
		TestIsolation begun = new TestIsolation(new TestDatabases(first, all, remembered), this.properties,
				this.events);
		remembered.forEach((memory) -> memory.keepApart(begun::lane));
		this.pool.connections().seal(begun);
		this.lanes = all;
		this.isolation = begun;
		begun.classes().loaded();
	}

	@Override
	public void close() {
		Lanes opened = this.lanes;
		if (opened != null) {
			opened.close();
		}
	}

	private boolean mayBeCopiedBeside() {
		return switch (this.pool.connections().database().config().type()) {
			case EMBEDDED, CONTAINER, EXTERNAL -> true;
			case PGLITE, H2, PRODUCTION -> false;
		};
	}

	private void warnOfWorkInProgress() {
		for (Loan loan : this.pool.connections().ofFirst().loans()) {
			logger
				.warn("The application is up, and a connection is still in use: that of {}. Each test begins with what is "
						+ "committed by now. If that is to be more, let the start wait for it: in an ApplicationRunner, "
						+ "or in a listener without @Async.", loan.holder());
		}
	}

	private void warnOfNoSchema() {
		if (!mayBeCopiedBeside()) {
			return;
		}
		try (Connection connection = this.pool.takeFirst();
				Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery(HAS_TABLES)) {
			if (row.next() && !row.getBoolean(1)) {
				logger.warn("The application is up, and nothing has made a table in its test database: neither Flyway, "
						+ "Liquibase, a script, Hibernate, nor a seed. Each test begins with an empty database.");
			}
		}
		catch (SQLException ex) {
			logger.debug("Whether there are tables is not known", ex);
		}
	}

	private Lane makeLane(Lane first, int number, String snapshot) {
		Database sibling = first.database().sibling(snapshot);
		return new Lane(number, sibling, snapshot, this.pool.connectionsTo(sibling, number), first.isCounted());
	}

}
