// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.lang.reflect.Field;
import java.util.List;
import java.util.stream.Stream;

import jakarta.persistence.EntityManagerFactory;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.id.enhanced.Optimizer;
import org.hibernate.id.enhanced.SequenceStyleGenerator;
import org.hibernate.id.enhanced.TableGenerator;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.util.ReflectionUtils;

/**
 * Hibernate's second-level cache, and the blocks of ids that its optimizers have taken
 * from sequences: a clone's sequences begin anew, and would yield these ids once more.
 */
final class HibernateMemory implements StateInMemory {

	/**
	 * Where the pooled optimizers keep the block of ids that they hand out.
	 */
	private static final List<String> BLOCKS = List.of("noTenantState", "tenantSpecificState");

	private final ObjectProvider<EntityManagerFactory> factories;

	HibernateMemory(ObjectProvider<EntityManagerFactory> factories) {
		this.factories = factories;
	}

	@Override
	public void forgetRows() {
		sessionFactories().forEach((sessions) -> sessions.getCache().evictAllRegions());
	}

	@Override
	public void forgetSequences() {
		sessionFactories().forEach(
				(sessions) -> sessions.getMappingMetamodel().forEachEntityDescriptor(HibernateMemory::forgetBlock));
	}

	private Stream<SessionFactoryImplementor> sessionFactories() {
		return this.factories.stream().map((factory) -> factory.unwrap(SessionFactoryImplementor.class));
	}

	private static void forgetBlock(EntityPersister entity) {
		Optimizer optimizer = optimizer(entity.getGenerator());
		if (optimizer != null) {
			for (String block : BLOCKS) {
				Field field = ReflectionUtils.findField(optimizer.getClass(), block);
				if (field != null) {
					ReflectionUtils.makeAccessible(field);
					ReflectionUtils.setField(field, optimizer, null);
				}
			}
		}
	}

	private static @Nullable Optimizer optimizer(Object generator) {
		if (generator instanceof SequenceStyleGenerator sequence) {
			return sequence.getOptimizer();
		}
		return (generator instanceof TableGenerator table) ? table.getOptimizer() : null;
	}

}
