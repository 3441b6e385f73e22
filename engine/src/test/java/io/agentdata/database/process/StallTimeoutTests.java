// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.process;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StallTimeout}, by a clock that stands still between two questions.
 */
class StallTimeoutTests {

	private static final Duration LIMIT = Duration.ofSeconds(4);

	private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - Duration.ofSeconds(3).toNanos());

	private final AtomicInteger step = new AtomicInteger();

	private final AtomicInteger looks = new AtomicInteger();

	private final StallTimeout timeout = new StallTimeout(LIMIT, () -> {
		this.looks.incrementAndGet();
		return "step " + this.step.get();
	}, this.clock::get);

	@Test
	void isOverWhenNothingHasChangedForTheLimit() {
		for (int second = 1; second <= 4; second++) {
			assertThat(isOverAfter(Duration.ofSeconds(1))).as("second %s", second).isFalse();
		}
		assertThat(isOverAfter(Duration.ofSeconds(1))).isTrue();
	}

	@Test
	void isOverBeginsAnewWithEachChange() {
		for (int second = 1; second <= 100; second++) {
			if (second % 3 == 0) {
				this.step.incrementAndGet();
			}
			assertThat(isOverAfter(Duration.ofSeconds(1))).as("second %s", second).isFalse();
		}
	}

	@Test
	void isOverNeverWhereTheJvmItselfWasStopped() {
		assertThat(isOverAfter(Duration.ofSeconds(1))).isFalse();
		assertThat(isOverAfter(Duration.ofHours(1))).isFalse();
	}

	@Test
	void isOverLooksFourTimesInALimitHoweverOftenItIsAsked() {
		for (int millis = 0; millis < 4000; millis++) {
			isOverAfter(Duration.ofMillis(1));
		}
		assertThat(this.looks).hasValue(4);
	}

	@Test
	void periodIsAQuarterOfTheLimitAndNeverNothing() {
		assertThat(this.timeout.period()).isEqualTo(Duration.ofSeconds(1));
		assertThat(new StallTimeout(Duration.ofMillis(1), () -> "").period()).isEqualTo(Duration.ofMillis(1));
	}

	@Test
	void toStringTellsWhatWasSeenLast() {
		this.step.set(7);
		isOverAfter(Duration.ofSeconds(1));
		assertThat(this.timeout).hasToString("nothing changed for 4000 ms; seen last: step 7");
	}

	private boolean isOverAfter(Duration time) {
		this.clock.addAndGet(time.toNanos());
		return this.timeout.isOver();
	}

}
