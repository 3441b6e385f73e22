// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.util.List;
import java.util.Map;

import io.agentdata.database.copy.TableChange;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CommittedChanges}.
 */
class CommittedChangesTests {

	private static final TableChange NOTE = new TableChange("note", 5, 3, 1, 1);

	private static final TableChange TAG = new TableChange("tag", 2, 2, 0, 0);

	@Test
	void whatWasAttributedIsSubtracted() {
		CommittedChanges all = changes(List.of("the role x", "the function f"), NOTE, TAG);
		CommittedChanges rest = all.minus(changes(List.of("the role x"), new TableChange("note", 2, 1, 1, 0), TAG));
		assertThat(rest).isEqualTo(changes(List.of("the function f"), new TableChange("note", 3, 2, 0, 1)));
		assertThat(rest.isEmpty()).isFalse();
	}

	@Test
	void sameChangesLeaveNothing() {
		CommittedChanges all = changes(List.of("the role x"), NOTE, TAG);
		assertThat(all.minus(all).isEmpty()).isTrue();
		assertThat(CommittedChanges.NONE.minus(all)).isEqualTo(CommittedChanges.NONE);
	}

	/**
	 * As where a server reported rows of a transaction before it told what happened to
	 * them.
	 */
	@Test
	void onlyTheNumberIsLeftWhereTheKindsDoNotAddUp() {
		CommittedChanges rest = changes(List.of(), NOTE).minus(changes(List.of(), new TableChange("note", 2, 0, 0, 0)));
		assertThat(rest).isEqualTo(changes(List.of(), new TableChange("note", 3, 0, 0, 0)));
	}

	@Test
	void changesOfOneTableAreAdded() {
		CommittedChanges sum = changes(List.of("the role x"), NOTE).plus(changes(List.of("the role y"), NOTE, TAG));
		assertThat(sum)
			.isEqualTo(changes(List.of("the role x", "the role y"), new TableChange("note", 10, 6, 2, 2), TAG));
	}

	private static CommittedChanges changes(List<String> others, TableChange... tables) {
		return new CommittedChanges((tables.length == 1) ? Map.of(tables[0].table(), tables[0])
				: Map.of(tables[0].table(), tables[0], tables[1].table(), tables[1]), others);
	}

}
