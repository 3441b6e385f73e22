// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;

/**
 * Seals the database after all that the application does at its start: readiness is the
 * last event of it, after the runners and the listeners to {@code ApplicationReadyEvent}.
 */
final class SealingListener implements ApplicationListener<AvailabilityChangeEvent<ReadinessState>>, Ordered {

	private final ApplicationContext context;

	private final IsolationStart isolation;

	private boolean sealed;

	SealingListener(ApplicationContext context, IsolationStart isolation) {
		this.context = context;
		this.isolation = isolation;
	}

	@Override
	public int getOrder() {
		return LOWEST_PRECEDENCE;
	}

	@Override
	public void onApplicationEvent(AvailabilityChangeEvent<ReadinessState> event) {
		boolean ready = event.getState() == ReadinessState.ACCEPTING_TRAFFIC && event.getSource() == this.context;
		if (ready && !this.sealed) {
			this.sealed = true;
			this.isolation.seal();
		}
	}

}
