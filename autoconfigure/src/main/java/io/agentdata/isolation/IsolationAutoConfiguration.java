// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.agentdata.autoconfigure.AgentDataAutoConfiguration;
import io.agentdata.database.Database;
import jakarta.persistence.EntityManagerFactory;
import net.javacrumbs.shedlock.support.StorageBasedLockProvider;
import org.hibernate.SessionFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.cache.CacheManager;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration of the isolation of tests, where the context has a test database. It
 * is only imported by our test annotations.
 */
@AutoConfiguration(after = { AgentDataAutoConfiguration.class, DataSourceAutoConfiguration.class })
@ConditionalOnClass(HikariDataSource.class)
@ConditionalOnBean(Database.class)
public final class IsolationAutoConfiguration {

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static IsolatedPool agentDataIsolatedPool(ObjectProvider<Database> database, Environment environment) {
		return new IsolatedPool(database, () -> DriverProperties.url(environment));
	}

	@Bean
	IsolationStart agentDataIsolationStart(IsolatedPool pool, ConfigurableListableBeanFactory beans,
			ObjectProvider<DataSource> dataSources, ObjectProvider<StateInMemory> memories, Environment environment,
			ApplicationEventPublisher events) {
		return new IsolationStart(pool, new SchemaMakers(beans, environment), dataSources, memories,
				IsolationProperties.from(environment), events);
	}

	@Bean
	SealingListener agentDataSeal(ApplicationContext context, IsolationStart start) {
		return new SealingListener(context, start);
	}

	@Bean
	@ConditionalOnSingleCandidate(DataSource.class)
	@ConditionalOnBooleanProperty(name = "agent.data.verify-constraints", matchIfMissing = true)
	ConstraintCheck agentDataConstraintCheck(DataSource dataSource, ObjectProvider<PendingChanges> pendingChanges) {
		return new ConstraintCheck(dataSource, () -> pendingChanges.forEach(PendingChanges::run));
	}

	/**
	 * What Spring's caches remember.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(CacheManager.class)
	static class CacheConfiguration {

		@Bean
		SpringCaches agentDataSpringCaches(ObjectProvider<CacheManager> managers) {
			return new SpringCaches(managers);
		}

	}

	/**
	 * What ShedLock remembers.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(StorageBasedLockProvider.class)
	static class ShedLockConfiguration {

		@Bean
		ShedLockRecords agentDataShedLockRecords(ObjectProvider<StorageBasedLockProvider> providers) {
			return new ShedLockRecords(providers);
		}

	}

	/**
	 * What Hibernate remembers, and has not written yet.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ SessionFactory.class, EntityManagerFactory.class })
	static class HibernateConfiguration {

		@Bean
		HibernateMemory agentDataHibernateMemory(ObjectProvider<EntityManagerFactory> factories) {
			return new HibernateMemory(factories);
		}

		@Bean
		PendingChanges agentDataPendingChanges(ObjectProvider<EntityManagerFactory> factories) {
			return new PendingChanges(factories);
		}

	}

}
