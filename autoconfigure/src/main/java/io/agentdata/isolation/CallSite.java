// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Place in the code, as a stack trace with the application's own frames first.
 */
final class CallSite {

	private static final StackWalker STACK = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

	private static final int FRAMES_OF_KEY = 48;

	private static final List<String> LIBRARIES = List.of("java.", "javax.", "jdk.", "sun.", "com.sun.", "jakarta.",
			"org.springframework.", "org.hibernate.", "org.postgresql.", "com.zaxxer.hikari.", "org.h2.", "org.junit.",
			"org.apache.", "io.agentdata.database.", "reactor.", "io.netty.", "kotlin.", "org.flywaydb.", "liquibase.",
			"org.mockito.", "org.assertj.", "org.awaitility.", "io.micrometer.");

	/**
	 * What stands between the application and its connections.
	 */
	private static final List<String> OURS = Stream
		.of(JdbcProxy.class, StatementProxy.class, SessionConnection.class, CommitWatch.class, CallSite.class,
				LeakedCall.class, Loan.class, DatabaseConnections.class, PooledConnections.class,
				IsolatedDataSource.class, TestConnections.class, TestIsolation.class, TestScope.class, ClassWork.class,
				ConstraintCheck.class, PendingChanges.class)
		.map(Class::getName)
		.toList();

	private CallSite() {
	}

	/**
	 * Return a number that tells the present call from others, without the expense of a
	 * stack trace.
	 */
	static int key() {
		return STACK.walk((frames) -> frames.limit(FRAMES_OF_KEY)
			.mapToInt((frame) -> 31 * frame.getDeclaringClass().hashCode() + frame.getByteCodeIndex())
			.reduce(1, (key, frame) -> 31 * key + frame));
	}

	/**
	 * Return the innermost frame of the application's own code.
	 */
	static String of(Throwable call) {
		return Stream.concat(frames(call).filter(CallSite::isOwn), frames(call))
			.findFirst()
			.map(StackTraceElement::toString)
			.orElse("an unknown place");
	}

	/**
	 * Return whether a frame is one of the application or its tests.
	 */
	static boolean isOwn(StackTraceElement frame) {
		return LIBRARIES.stream().noneMatch(frame.getClassName()::startsWith) && !isOurs(frame);
	}

	/**
	 * Return whether a frame is one of those that only pass calls on.
	 */
	static boolean isOurs(StackTraceElement frame) {
		String type = frame.getClassName();
		return type.startsWith("jdk.") || type.startsWith("java.lang.reflect.")
				|| OURS.stream().anyMatch((ours) -> type.equals(ours) || type.startsWith(ours + "$"));
	}

	private static Stream<StackTraceElement> frames(Throwable call) {
		return Arrays.stream(call.getStackTrace());
	}

}
