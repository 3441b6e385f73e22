// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import org.jspecify.annotations.Nullable;

/**
 * Lets Micrometer's context propagation carry the test to other threads; see
 * <a href="https://docs.micrometer.io/context-propagation/reference/">Context
 * Propagation</a>.
 */
final class TestThreadLocalAccessor implements ThreadLocalAccessor<TestScope> {

	private static final String KEY = TestThreadLocalAccessor.class.getName();

	/**
	 * Make it known to Micrometer, once however often this is called.
	 */
	static void register() {
		ContextRegistry.getInstance().registerThreadLocalAccessor(new TestThreadLocalAccessor());
	}

	@Override
	public Object key() {
		return KEY;
	}

	@Override
	public @Nullable TestScope getValue() {
		return ScopeOfThread.current();
	}

	@Override
	public void setValue(TestScope value) {
		ScopeOfThread.change(value);
	}

	@Override
	public void setValue() {
		ScopeOfThread.change((ScopeOfThread.@Nullable Work) null);
	}

}
