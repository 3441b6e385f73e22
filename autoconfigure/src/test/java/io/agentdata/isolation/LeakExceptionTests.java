// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.util.List;
import java.util.stream.IntStream;

import io.agentdata.database.copy.TableChange;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LeakException}.
 */
class LeakExceptionTests {

	private static final int MOST_LINES = 20;

	@Test
	void oneLeakIsShownWithItsFramesAndTheRestIsCounted() {
		Leak leak = new Leak("NoteTests.saves()", "main", List.of(new TableChange("public.note", 2, 1, 1, 0)),
				List.of(), "INSERT INTO note\n\tVALUES (1)", 1, callOfDepth(60));
		assertThat(new LeakException("NoteTests.saves()", List.of(leak)).getMessage().lines())
			.contains(
					" * public.note: 1 row inserted, 1 row updated, by thread 'main' with: INSERT INTO note VALUES (1)")
			.anyMatch((line) -> line.startsWith("     at io.agentdata.isolation.LeakExceptionTests.callOfDepth("))
			.anyMatch((line) -> line.matches("     … and [0-9]+ more"))
			.hasSizeLessThanOrEqualTo(MOST_LINES);
	}

	@Test
	void manyLeaksOfManyTablesAreCounted() {
		List<TableChange> changes = IntStream.range(0, 100)
			.mapToObj((number) -> new TableChange("public.t" + number, 1, 1, 0, 0))
			.toList();
		List<Leak> leaks = IntStream.range(0, 1_422)
			.mapToObj((number) -> new Leak("NoteTests.saves()", "worker-" + number, changes, List.of("the role x"),
					"INSERT INTO t " + "x".repeat(10_000), 1 + number, callOfDepth(30)))
			.toList();
		LeakException failure = new LeakException("NoteTests.saves()", leaks);
		assertThat(failure.getMessage())
			.contains("by thread 'worker-0'", "; and 96 more", "1419 more places in the code")
			.contains("by thread 'worker-2', 3 times, with: INSERT INTO t xxx")
			.doesNotContain("worker-3");
		assertThat(failure.getMessage().lines()).hasSizeLessThanOrEqualTo(MOST_LINES)
			.allMatch((line) -> line.length() < 500);
		assertThat(failure.leaks()).hasSize(1_422);
	}

	private static LeakedCall callOfDepth(int depth) {
		return (depth == 0) ? new LeakedCall("NoteTests.saves()") : callOfDepth(depth - 1);
	}

}
