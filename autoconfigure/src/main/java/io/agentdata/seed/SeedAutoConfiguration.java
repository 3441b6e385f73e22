// SPDX-License-Identifier: Apache-2.0
package io.agentdata.seed;

import java.util.List;

import javax.sql.DataSource;

import io.agentdata.autoconfigure.AgentDataAutoConfiguration;
import io.agentdata.database.Database;
import org.postgresql.PGConnection;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * Auto-configuration of seeds, where the context has a test database. It is only imported
 * by our test annotations, and does nothing on the application's own database.
 */
@AutoConfiguration(after = AgentDataAutoConfiguration.class)
@ConditionalOnClass(PGConnection.class)
@ConditionalOnBean(Database.class)
public final class SeedAutoConfiguration {

	@Bean
	SeedingListener agentDataSeeding(ApplicationContext context, DataSource dataSource,
			ObjectProvider<PlatformTransactionManager> transactionManager, ObjectProvider<AgentDataSeeder> seeders,
			ObjectProvider<SeedFiles> files) {
		SeedFiles given = files.getIfAvailable(() -> new SeedFiles(List.of()));
		return new SeedingListener(context, new SeedTransaction(dataSource, transactionManager.getIfUnique()),
				seeders.orderedStream().toList(), given.files());
	}

}
