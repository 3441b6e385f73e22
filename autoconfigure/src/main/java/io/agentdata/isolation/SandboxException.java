// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import io.agentdata.AgentDataException;
import org.jspecify.annotations.Nullable;

/**
 * A thread has waited for its turn in a sandbox, whose one connection another thread did
 * not give back. Nothing was executed.
 */
public final class SandboxException extends AgentDataException {

	private static final long serialVersionUID = 1L;

	private static final int FRAMES = 12;

	SandboxException(String test, Thread holder, @Nullable Throwable holderCall, Duration patience) {
		super("Two transactions of a sandbox wait for each other.",
				"In %s all connections are one. The thread '%s' has a transaction open, which began here:%n%s%nThe thread '%s' waited %d ms for its turn here:%n%s"
					.formatted(test, holder.getName(),
							frames((holderCall != null) ? holderCall.getStackTrace() : holder.getStackTrace()),
							Thread.currentThread().getName(), patience.toMillis(),
							frames(new LeakedCall(test).getStackTrace())),
				List.of("If one of them waits for the other to commit, they need connections of their own: @Isolated(Isolation.CLONE_METHOD).",
						"If the first is just slow, raise agent.data.sandbox-timeout."),
				null);
	}

	private static String frames(StackTraceElement[] trace) {
		return Arrays.stream(trace)
			.filter((frame) -> !frame.getClassName().startsWith("java.") && !frame.getClassName().startsWith("jdk."))
			.limit(FRAMES)
			.map((frame) -> "    at " + frame)
			.collect(Collectors.joining(System.lineSeparator()));
	}

}
