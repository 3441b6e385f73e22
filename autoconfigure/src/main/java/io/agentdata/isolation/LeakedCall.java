// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Stack trace of a call that made a change final, with the application's own frames
 * first. It is never thrown.
 */
final class LeakedCall extends Exception {

	private static final long serialVersionUID = 1L;

	/**
	 * Spring's test-managed transaction ends in this class, with {@code @Commit} too; see
	 * <a href=
	 * "https://docs.spring.io/spring-framework/reference/testing/testcontext-framework/tx.html">test-managed
	 * transactions</a>.
	 */
	private static final String TEST_TRANSACTION = "org.springframework.test.context.transaction.TransactionContext";

	private static final int MOST_FRAMES = 6;

	private final boolean endOfTestTransaction;

	private final int omitted;

	LeakedCall(String test) {
		super("The call that made a change of %s final".formatted(test));
		List<StackTraceElement> all = List.of(getStackTrace());
		this.endOfTestTransaction = all.stream().anyMatch((frame) -> frame.getClassName().equals(TEST_TRANSACTION));
		StackTraceElement[] shown = Stream
			.concat(all.stream().filter(CallSite::isOwn), all.stream().filter((frame) -> !CallSite.isOurs(frame)))
			.distinct()
			.limit(MOST_FRAMES)
			.toArray(StackTraceElement[]::new);
		this.omitted = all.size() - shown.length;
		setStackTrace(shown);
	}

	/**
	 * Return whether it is Spring that ends the transaction around the test.
	 */
	boolean isEndOfTestTransaction() {
		return this.endOfTestTransaction;
	}

	/**
	 * Return the first frames, one a line, and how many are left out.
	 */
	String frames(int most) {
		List<StackTraceElement> shown = Arrays.stream(getStackTrace()).limit(most).toList();
		int more = this.omitted + getStackTrace().length - shown.size();
		return shown.stream().map((frame) -> "     at " + frame).collect(Collectors.joining(System.lineSeparator()))
				+ "%n     … and %s more".formatted(more);
	}

}
