// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.util.Arrays;
import java.util.List;

/**
 * The stack trace of a call that made a change final. It is never thrown.
 */
final class LeakedCall extends Exception {

	private static final long serialVersionUID = 1L;

	private static final List<String> OURS = List.of(JdbcProxy.class.getName(), GuardedConnection.class.getName(),
			GuardedCopies.class.getName(), StatementProxy.class.getName(), Sandbox.class.getName(),
			WatchedConnection.class.getName(), LeakedCall.class.getName());

	/**
	 * Spring's test-managed transaction ends in this class, with {@code @Commit} too; see
	 * <a href=
	 * "https://docs.spring.io/spring-framework/reference/testing/testcontext-framework/tx.html">test-managed
	 * transactions</a>.
	 */
	private static final String TEST_TRANSACTION = "org.springframework.test.context.transaction.TransactionContext";

	LeakedCall(String test) {
		super("The call that made a change of %s final".formatted(test));
		setStackTrace(Arrays.stream(getStackTrace())
			.dropWhile((frame) -> isOurs(frame) || isReflection(frame))
			.toArray(StackTraceElement[]::new));
	}

	boolean isEndOfTestTransaction() {
		return Arrays.stream(getStackTrace()).anyMatch((frame) -> frame.getClassName().equals(TEST_TRANSACTION));
	}

	private static boolean isOurs(StackTraceElement frame) {
		return OURS.stream().anyMatch(frame.getClassName()::startsWith);
	}

	private static boolean isReflection(StackTraceElement frame) {
		String type = frame.getClassName();
		return type.startsWith("jdk.proxy") || type.startsWith("java.lang.reflect.")
				|| type.startsWith("jdk.internal.reflect.");
	}

}
