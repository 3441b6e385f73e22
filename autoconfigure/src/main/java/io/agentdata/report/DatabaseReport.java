// SPDX-License-Identifier: Apache-2.0
package io.agentdata.report;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import io.agentdata.database.DatabaseFactory;
import io.agentdata.database.Engine;
import io.agentdata.database.ServerInfo;

/**
 * Counts what the test databases of this JVM did. It is safe for use by several threads.
 */
public final class DatabaseReport {

	private static final DatabaseReport INSTANCE = new DatabaseReport();

	private final Map<Engine, ServerInfo> servers = new LinkedHashMap<>();

	private final AtomicInteger tests = new AtomicInteger();

	private int contexts;

	private Duration setUpTime = Duration.ZERO;

	DatabaseReport() {
	}

	/**
	 * Return the report of this JVM.
	 * @return the one report that all contexts and tests add to
	 */
	public static DatabaseReport ofThisJvm() {
		return INSTANCE;
	}

	/**
	 * Add an application context that got a database.
	 * @param factory the factory that the database is from
	 * @param setUpTime the time that the context waited for it
	 */
	public synchronized void addContext(DatabaseFactory factory, Duration setUpTime) {
		this.contexts++;
		this.setUpTime = this.setUpTime.plus(setUpTime);
		this.servers.computeIfAbsent(factory.engine(), (engine) -> factory.server());
	}

	/**
	 * Add a test that ran on one of the databases.
	 */
	public void addTest() {
		this.tests.incrementAndGet();
	}

	/**
	 * Return the report as text.
	 * @return a few lines, or empty where no context got a database
	 */
	public synchronized Optional<String> text() {
		if (this.contexts == 0) {
			return Optional.empty();
		}
		String engines = this.servers.entrySet()
			.stream()
			.map((server) -> "  engine          %s, %s%n  ready after     %,d ms%n".formatted(
					server.getKey().name().toLowerCase(Locale.ROOT), server.getValue(),
					server.getValue().startTime().toMillis()))
			.collect(Collectors.joining());
		return Optional.of("AgentData%n%s  contexts        %d%n  tests           %d%n  database set-up %,d ms"
			.formatted(engines, this.contexts, this.tests.get(), this.setUpTime.toMillis()));
	}

}
