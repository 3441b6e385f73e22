// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

import com.zaxxer.hikari.HikariDataSource;
import io.agentdata.test.Isolation;
import org.jspecify.annotations.Nullable;

/**
 * What is done for a test class outside of its tests, as in {@code @BeforeAll}. Its tests
 * begin with that. It is safe for use by several threads.
 */
final class ClassWork implements DatabaseUser {

	private static final AtomicInteger NAMES = new AtomicInteger();

	private final ReentrantLock lock = new ReentrantLock();

	private final Class<?> testClass;

	private final Isolation isolation;

	private final @Nullable ClassWork enclosing;

	private final CommonDatabase ofAll;

	private final TestDatabases databases;

	private final CommonDatabase ofClass;

	private @Nullable TestScope scope;

	private @Nullable String setUp;

	/**
	 * Describe the work for a class; none is done yet.
	 * @param testClass the class
	 * @param isolation its isolation
	 * @param enclosing the work for the class that it is nested in, if any
	 * @param ofAll the database of all tests whose isolation is NONE
	 * @param databases where databases come from
	 */
	ClassWork(Class<?> testClass, Isolation isolation, @Nullable ClassWork enclosing, CommonDatabase ofAll,
			TestDatabases databases) {
		this.testClass = testClass;
		this.isolation = isolation;
		this.enclosing = enclosing;
		this.ofAll = ofAll;
		this.databases = databases;
		this.ofClass = (enclosing != null) ? enclosing.ofClass : new CommonDatabase(name("class"));
	}

	@Override
	public String name() {
		return "the set-up of " + this.testClass.getSimpleName();
	}

	/**
	 * Take a connection for the class's own thread, outside of tests. A database is taken
	 * for it, until a test of the class begins, or another one needs it.
	 */
	@Override
	public Connection connect(HikariDataSource asked) throws SQLException {
		this.lock.lock();
		try {
			return open().connect(asked);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return the database that the class's own thread works on.
	 */
	@Override
	public Lane lane() {
		this.lock.lock();
		try {
			return open().lane();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return what a test of the class begins with.
	 */
	StartingPoint startOf(Isolation chosen) {
		String snapshot = finished();
		return switch (chosen) {
			case CLONE_CLASS -> new StartingPoint(snapshot, this.ofClass);
			case NONE ->
				new StartingPoint(snapshot, snapshot.equals(TestDatabases.TEMPLATE) ? this.ofAll : this.ofClass);
			default -> new StartingPoint(snapshot, null);
		};
	}

	/**
	 * Give back the database, if it has one that no connection uses.
	 * @return whether there was one
	 */
	boolean giveBackIfIdle() {
		if (!this.lock.tryLock()) {
			return false;
		}
		try {
			TestScope open = this.scope;
			boolean idle = open != null && open.isIdle();
			if (idle) {
				finish();
			}
			return idle;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * End the class: what was done for it is not needed any more.
	 */
	void end() {
		this.lock.lock();
		try {
			TestScope open = this.scope;
			if (open != null) {
				this.scope = null;
				open.end();
				open.takeBackConnections();
				if (open.start().common() == null) {
					open.lane().change();
				}
				this.databases.end(open);
			}
			if (this.setUp != null) {
				this.databases.forget(this.setUp);
			}
			if (this.enclosing == null) {
				this.databases.release(this.ofClass);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Finish what was done so far.
	 * @return the snapshot that holds it
	 */
	private String finished() {
		this.lock.lock();
		try {
			finish();
			return snapshot();
		}
		finally {
			this.lock.unlock();
		}
	}

	private TestScope open() {
		TestScope open = this.scope;
		if (open == null) {
			open = this.databases.begin(name(), this.testClass, startOfClass());
			this.scope = open;
		}
		return open;
	}

	private void finish() {
		TestScope open = this.scope;
		if (open == null) {
			return;
		}
		this.scope = null;
		try {
			if (open.start().common() == null && hasChanged(open)) {
				String replaced = this.setUp;
				this.setUp = name("set-up");
				open.lane().snapshot(this.setUp);
				if (replaced != null) {
					this.databases.forget(replaced);
				}
			}
		}
		finally {
			this.databases.end(open);
		}
	}

	private static boolean hasChanged(TestScope open) {
		CommitWatch watch = open.watch();
		return (watch != null) ? watch.hasCommitted() : open.lane().database().changes().isCommitted();
	}

	private StartingPoint startOfClass() {
		return switch (this.isolation) {
			case NONE -> new StartingPoint(TestDatabases.TEMPLATE, this.ofAll);
			case CLONE_CLASS -> new StartingPoint(snapshot(), (this.ofClass.lane() != null) ? this.ofClass : null);
			default -> new StartingPoint(snapshot(), null);
		};
	}

	private String snapshot() {
		if (this.setUp != null) {
			return this.setUp;
		}
		return (this.enclosing != null) ? this.enclosing.finished() : TestDatabases.TEMPLATE;
	}

	private String name(String what) {
		return "%s of %s, %s".formatted(what, this.testClass.getSimpleName(), NAMES.incrementAndGet());
	}

}
