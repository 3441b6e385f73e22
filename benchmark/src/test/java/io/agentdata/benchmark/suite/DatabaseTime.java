// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark.suite;

import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.InstantiationAwareBeanPostProcessor;

/**
 * Takes the time that application contexts spend on their pool and their migrations, with
 * all that these wait for. The beans contain each other: the outermost counts.
 */
class DatabaseTime implements InstantiationAwareBeanPostProcessor {

	static final AtomicLong NANOSECONDS = new AtomicLong();

	private static final Set<String> BEANS = Set.of("dataSource", "flyway", "flywayInitializer");

	private int depth;

	private long started;

	@Override
	public @Nullable Object postProcessBeforeInstantiation(Class<?> type, String name) {
		if (BEANS.contains(name) && this.depth++ == 0) {
			this.started = System.nanoTime();
		}
		return null;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String name) {
		if (BEANS.contains(name) && --this.depth == 0) {
			NANOSECONDS.addAndGet(System.nanoTime() - this.started);
		}
		return bean;
	}

}
