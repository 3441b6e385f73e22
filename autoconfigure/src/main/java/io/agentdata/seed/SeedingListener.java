// SPDX-License-Identifier: Apache-2.0
package io.agentdata.seed;

import java.sql.Connection;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.Ordered;

/**
 * Runs the seeds when the application is up, before its database is sealed. A child
 * context's start is not the application's.
 */
final class SeedingListener implements ApplicationListener<AvailabilityChangeEvent<ReadinessState>>, Ordered {

	private static final Logger logger = LoggerFactory.getLogger(SeedingListener.class);

	private static final int BEFORE_THE_SEAL = Ordered.LOWEST_PRECEDENCE - 1;

	private final ApplicationContext context;

	private final SeedTransaction transaction;

	private final List<AgentDataSeeder> seeders;

	private final List<SeedFile> files;

	private boolean seeded;

	SeedingListener(ApplicationContext context, SeedTransaction transaction, List<AgentDataSeeder> seeders,
			List<SeedFile> files) {
		this.context = context;
		this.transaction = transaction;
		this.seeders = seeders;
		this.files = files;
	}

	@Override
	public int getOrder() {
		return BEFORE_THE_SEAL;
	}

	@Override
	public void onApplicationEvent(AvailabilityChangeEvent<ReadinessState> event) {
		boolean ready = event.getState() == ReadinessState.ACCEPTING_TRAFFIC && event.getSource() == this.context;
		if (this.seeded || !ready || (this.seeders.isEmpty() && this.files.isEmpty())) {
			return;
		}
		this.seeded = true;
		try {
			this.transaction.run(this::seed);
		}
		catch (SeedException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			throw SeedException.of("All seeds", "at the commit", null,
					String.valueOf(NestedExceptionUtils.getMostSpecificCause(ex).getMessage()), ex);
		}
		logger.info("Seeded by {} seeders and {} files", this.seeders.size(), this.files.size());
	}

	private void seed(Connection connection) {
		this.seeders.forEach((seeder) -> seed(connection, seeder));
		this.files.forEach((file) -> new DatabaseSeeds(connection, file.name()).load(file.resource()));
	}

	private static void seed(Connection connection, AgentDataSeeder seeder) {
		String name = "Seeder " + seeder.getClass().getName();
		try {
			seeder.seed(new DatabaseSeeds(connection, name));
		}
		catch (SeedException ex) {
			throw ex;
		}
		catch (Exception ex) {
			throw SeedException.of(name, "in its own code", null, ex);
		}
	}

}
