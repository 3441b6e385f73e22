// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.process;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Timeout that begins anew with each progress. Who waits asks it again and again, and
 * gives up when it has seen the same for as long as the limit, at most a quarter longer:
 * a busy machine makes everything slow, and nothing stand still.
 *
 * <pre class="code">
 * StallTimeout timeout = new StallTimeout(limit, () -&gt; Progress.of(process.toHandle()));
 * while (!process.waitFor(timeout.period().toMillis(), TimeUnit.MILLISECONDS)) {
 * 	if (timeout.isOver()) {
 * 		...
 * 	}
 * }
 * </pre>
 */
public final class StallTimeout {

	/**
	 * A look takes some 50 ms of a core in a young JVM, and fifty JVMs may wait for one.
	 */
	private static final int LOOKS = 4;

	private static final Duration SHORTEST_PERIOD = Duration.ofMillis(1);

	private final Duration limit;

	private final Supplier<?> progress;

	private final LongSupplier clock;

	private long lastLook;

	private int unchanged;

	private @Nullable Object seen;

	/**
	 * Begin to wait.
	 * @param limit how long nothing may change
	 * @param progress looks at what is waited for; each change of the result is progress,
	 * and its text tells people what was seen
	 */
	public StallTimeout(Duration limit, Supplier<?> progress) {
		this(limit, progress, System::nanoTime);
	}

	StallTimeout(Duration limit, Supplier<?> progress, LongSupplier clock) {
		this.limit = limit;
		this.progress = progress;
		this.clock = clock;
		this.lastLook = clock.getAsLong();
	}

	/**
	 * Return the time from one look to the next: to ask more often tells nothing new.
	 * @return a quarter of the limit, a millisecond or more
	 */
	public Duration period() {
		Duration period = this.limit.dividedBy(LOOKS);
		return (period.compareTo(SHORTEST_PERIOD) < 0) ? SHORTEST_PERIOD : period;
	}

	/**
	 * Look, unless the last look was a moment ago. Looks are counted, and not the time,
	 * so that a JVM that was stopped itself gives nothing up for that.
	 * @return whether nothing has changed for as long as the limit
	 */
	public boolean isOver() {
		long now = this.clock.getAsLong();
		if (now - this.lastLook >= period().toNanos()) {
			this.lastLook = now;
			Object present = this.progress.get();
			this.unchanged = present.equals(this.seen) ? this.unchanged + 1 : 0;
			this.seen = present;
		}
		return this.unchanged >= LOOKS;
	}

	/**
	 * Return how long nothing may change.
	 * @return the limit
	 */
	public Duration limit() {
		return this.limit;
	}

	/**
	 * Return what was seen last, in words.
	 */
	@Override
	public String toString() {
		return "nothing changed for %s ms; seen last: %s".formatted(this.limit.toMillis(), this.seen);
	}

}
