// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.io.Serializable;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.id.IntegralDataTypeHolder;
import org.hibernate.id.enhanced.AccessCallback;
import org.hibernate.id.enhanced.Optimizer;
import org.hibernate.sql.ast.tree.expression.Expression;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ReflectionUtils;

/**
 * Keeps a block of ids for each lane, since each has sequences of its own. To Hibernate's
 * optimizer each lane is a tenant, and so is a lane after its sequences began anew; see
 * <a href=
 * "https://docs.hibernate.org/orm/7.4/userguide/html_single/#identifiers-generators-optimizer">optimizers</a>.
 */
final class LaneOptimizer implements Optimizer {

	private final ReentrantLock lock = new ReentrantLock();

	private final Map<Lane, String> tenants = new ConcurrentHashMap<>();

	private final AtomicInteger beginnings = new AtomicInteger();

	private final Optimizer original;

	private final Supplier<Lane> lanes;

	/**
	 * Put lanes before an optimizer.
	 * @param original the optimizer
	 * @param lanes tells the lane of the present thread
	 */
	LaneOptimizer(Optimizer original, Supplier<Lane> lanes) {
		this.original = original;
		this.lanes = lanes;
	}

	@Override
	public Serializable generate(AccessCallback callback) {
		String lane = this.tenants.computeIfAbsent(this.lanes.get(), (added) -> nextTenant());
		String tenant = (callback.getTenantIdentifier() != null) ? callback.getTenantIdentifier() + "/" + lane : lane;
		this.lock.lock();
		try {
			return this.original.generate(new LaneCallback(callback, tenant));
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Forget the block of a lane.
	 */
	void forget(Lane lane) {
		String tenant = this.tenants.remove(lane);
		Field states = ReflectionUtils.findField(this.original.getClass(), "tenantSpecificState");
		if (tenant == null || states == null) {
			return;
		}
		ReflectionUtils.makeAccessible(states);
		this.lock.lock();
		try {
			if (ReflectionUtils.getField(states, this.original) instanceof Map<?, ?> blocks) {
				blocks.keySet().removeIf((key) -> tenant.equals(key) || key.toString().endsWith("/" + tenant));
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void reset() {
		this.original.reset();
	}

	@Override
	public @Nullable IntegralDataTypeHolder getLastSourceValue() {
		return this.original.getLastSourceValue();
	}

	@Override
	public int getIncrementSize() {
		return this.original.getIncrementSize();
	}

	@Override
	public boolean applyIncrementSizeToSourceValues() {
		return this.original.applyIncrementSizeToSourceValues();
	}

	@Override
	public Expression createLowValueExpression(Expression databaseValue, SessionFactoryImplementor sessionFactory) {
		return this.original.createLowValueExpression(databaseValue, sessionFactory);
	}

	@Override
	public int getAdjustment() {
		return this.original.getAdjustment();
	}

	private String nextTenant() {
		return "lane " + this.beginnings.incrementAndGet();
	}

	/**
	 * A call of a lane.
	 *
	 * @param original the call
	 * @param tenant the lane
	 */
	private record LaneCallback(AccessCallback original, String tenant) implements AccessCallback {

		@Override
		public IntegralDataTypeHolder getNextValue() {
			return IdRequest.run(this.original::getNextValue);
		}

		@Override
		public String getTenantIdentifier() {
			return this.tenant;
		}

	}

}
