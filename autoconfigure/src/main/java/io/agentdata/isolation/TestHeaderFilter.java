// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.io.IOException;
import java.util.function.Supplier;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;

/**
 * Lets the thread of a request work for the test that {@link TestHeader} names.
 */
final class TestHeaderFilter implements Filter, Ordered {

	private final Supplier<@Nullable TestIsolation> isolation;

	/**
	 * Describe the filter.
	 * @param isolation knows the tests that run; {@code null} while the application
	 * starts
	 */
	TestHeaderFilter(Supplier<@Nullable TestIsolation> isolation) {
		this.isolation = isolation;
	}

	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		String id = (request instanceof HttpServletRequest http) ? http.getHeader(TestHeader.NAME) : null;
		TestIsolation tests = this.isolation.get();
		if (id == null || tests == null) {
			chain.doFilter(request, response);
			return;
		}
		TestScope test = tests.running(id);
		if (test == null) {
			throw new ServletException(
					"The request is of a test that has ended (%s: %s). Wait for the response in its test."
						.formatted(TestHeader.NAME, id));
		}
		ScopeOfThread.Work before = ScopeOfThread.change(test);
		try {
			chain.doFilter(request, response);
		}
		finally {
			ScopeOfThread.change(before);
		}
	}

}
