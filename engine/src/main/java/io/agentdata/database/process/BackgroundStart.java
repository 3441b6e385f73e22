// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.process;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * A start that takes a while, made once in a thread of its own on first need. A start
 * that has failed fails alike at each further call. It is safe for use by several
 * threads.
 *
 * @param <T> what is started
 */
public final class BackgroundStart<T extends Object> {

	private final Supplier<T> start;

	private final Predicate<T> usable;

	private @Nullable CompletableFuture<T> started;

	/**
	 * Describe a start; nothing is started by that.
	 * @param start starts it, or throws
	 */
	public BackgroundStart(Supplier<T> start) {
		this(start, (started) -> true);
	}

	/**
	 * Describe a start that is made again when it is needed again.
	 * @param start starts it, or throws
	 * @param usable whether what was started is still of use
	 */
	public BackgroundStart(Supplier<T> start, Predicate<T> usable) {
		this.start = start;
		this.usable = usable;
	}

	/**
	 * Begin, unless that is done.
	 */
	public void begin() {
		future();
	}

	/**
	 * Wait until it is started; begin, unless that is done.
	 * @return what is started
	 */
	public T await() {
		try {
			return future().join();
		}
		catch (CompletionException ex) {
			if (ex.getCause() instanceof Error error) {
				throw error;
			}
			throw (ex.getCause() instanceof RuntimeException cause) ? cause : ex;
		}
	}

	/**
	 * Return what is started, if it was begun and comes to an end in time.
	 * @param patience how long to wait for a start that is under way
	 * @return what is started, or nothing
	 */
	public Optional<T> ifBegun(Duration patience) {
		CompletableFuture<T> current;
		synchronized (this) {
			current = this.started;
		}
		if (current == null) {
			return Optional.empty();
		}
		try {
			return Optional.of(current.get(patience.toMillis(), TimeUnit.MILLISECONDS));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return Optional.empty();
		}
		catch (ExecutionException | TimeoutException ex) {
			return Optional.empty();
		}
	}

	private synchronized CompletableFuture<T> future() {
		CompletableFuture<T> current = this.started;
		if (current == null || isUseless(current)) {
			current = CompletableFuture.supplyAsync(this.start, Command::inBackground);
			this.started = current;
		}
		return current;
	}

	private boolean isUseless(CompletableFuture<T> current) {
		return current.isDone() && !current.isCompletedExceptionally() && !this.usable.test(current.join());
	}

}
