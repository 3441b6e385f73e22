// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.util.Objects;
import java.util.stream.Stream;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.support.NoOpCacheManager;

/**
 * Spring's caches, which may hold what was read from rows that are gone.
 */
final class SpringCaches implements StateInMemory {

	private final ObjectProvider<CacheManager> managers;

	SpringCaches(ObjectProvider<CacheManager> managers) {
		this.managers = managers;
	}

	@Override
	public void forgetRows(Lane lane) {
		managers().forEach((manager) -> manager.getCacheNames()
			.stream()
			.map(manager::getCache)
			.filter(Objects::nonNull)
			.forEach(Cache::clear));
	}

	@Override
	public boolean keepsRows() {
		return managers().findAny().isPresent();
	}

	private Stream<CacheManager> managers() {
		return this.managers.stream().filter((manager) -> !(manager instanceof NoOpCacheManager));
	}

}
