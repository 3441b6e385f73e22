// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.lang.reflect.Field;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

import jakarta.persistence.EntityManagerFactory;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.generator.Generator;
import org.hibernate.id.enhanced.Optimizer;
import org.hibernate.id.enhanced.SequenceStyleGenerator;
import org.hibernate.id.enhanced.TableGenerator;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.util.ReflectionUtils;

/**
 * Hibernate's second-level cache, and the blocks of ids that its optimizers have taken
 * from sequences and tables: these begin anew, and would yield the same ids once more.
 */
final class HibernateMemory implements StateInMemory {

	private final ObjectProvider<EntityManagerFactory> factories;

	private final Map<Generator, LaneOptimizer> optimizers = new IdentityHashMap<>();

	HibernateMemory(ObjectProvider<EntityManagerFactory> factories) {
		this.factories = factories;
	}

	/**
	 * Forget cached entities, and the ids that were counted in a row.
	 */
	@Override
	public void forgetRows(Lane lane) {
		this.optimizers.forEach((generator, optimizer) -> {
			if (countsInARow(generator)) {
				optimizer.forget(lane);
			}
		});
		sessionFactories().filter(HibernateMemory::caches).forEach((sessions) -> sessions.getCache().evictAllRegions());
	}

	/**
	 * Put the lanes before the optimizers, once, while no test runs.
	 */
	@Override
	public void keepApart(Supplier<Lane> lanes) {
		sessionFactories().forEach((sessions) -> sessions.getMappingMetamodel()
			.forEachEntityDescriptor((entity) -> keepApart(entity.getGenerator(), lanes)));
	}

	@Override
	public void forgetSequences(Lane lane) {
		this.optimizers.values().forEach((optimizer) -> optimizer.forget(lane));
	}

	@Override
	public boolean keepsRows() {
		return sessionFactories().anyMatch(HibernateMemory::caches);
	}

	private Stream<SessionFactoryImplementor> sessionFactories() {
		return this.factories.stream().map((factory) -> factory.unwrap(SessionFactoryImplementor.class));
	}

	private static boolean caches(SessionFactoryImplementor sessions) {
		return sessions.getSessionFactoryOptions().isSecondLevelCacheEnabled();
	}

	private static boolean countsInARow(Generator generator) {
		return generator instanceof TableGenerator || (generator instanceof SequenceStyleGenerator sequence
				&& !sequence.getDatabaseStructure().isPhysicalSequence());
	}

	private void keepApart(Generator generator, Supplier<Lane> lanes) {
		boolean takesBlocks = generator instanceof SequenceStyleGenerator || generator instanceof TableGenerator;
		if (takesBlocks && !this.optimizers.containsKey(generator)) {
			Field field = ReflectionUtils.findField(generator.getClass(), "optimizer", Optimizer.class);
			if (field != null) {
				ReflectionUtils.makeAccessible(field);
				if (ReflectionUtils.getField(field, generator) instanceof Optimizer original) {
					LaneOptimizer optimizer = new LaneOptimizer(original, lanes);
					ReflectionUtils.setField(field, generator, optimizer);
					this.optimizers.put(generator, optimizer);
				}
			}
		}
	}

}
