// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.time.Duration;
import java.util.List;

import io.agentdata.database.Database;
import io.agentdata.database.DatabaseConfig.Pool;
import io.agentdata.database.DatabaseFactory;
import io.agentdata.database.embedded.EmbeddedOptions;
import io.agentdata.isolation.TestScope.Handling;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link Lanes} and what they keep of a database that tests have in common.
 */
class LanesTests {

	private static final StartingPoint ANOTHER = new StartingPoint(TestDatabases.TEMPLATE, null);

	private final DatabaseFactory factory = DatabaseFactory.embedded(EmbeddedOptions.defaults(), "public",
			Pool.DEFAULTS);

	private final Database database = this.factory.database("lanes");

	private final CommonDatabase ofClass = new CommonDatabase("of a class");

	private Lanes lanes;

	private TestDatabases databases;

	@BeforeEach
	void runATestOfTheClass() {
		Lane lane = new Lane(1, this.database, null, mock(ConnectionSource.class));
		lane.snapshot(TestDatabases.TEMPLATE);
		this.lanes = new Lanes(lane, 1, (number, snapshot) -> lane);
		this.databases = new TestDatabases(lane, this.lanes, List.of(), Duration.ofSeconds(1));
		this.databases.end(this.databases.begin("a test of the class", Handling.GUARD,
				new StartingPoint(TestDatabases.TEMPLATE, this.ofClass)));
	}

	@AfterEach
	void close() {
		this.factory.close();
	}

	@Test
	void whatTestsHaveInCommonIsParkedWhereAnotherNeedsTheLane() {
		take().prepare(ANOTHER);
		assertThatNoException().isThrownBy(() -> this.database.restore("of a class"));
	}

	@Test
	void whatTestsHadInCommonIsNotParkedWhereTheirClassHasEnded() {
		Lane taken = take();
		this.databases.forget(this.ofClass);
		taken.prepare(ANOTHER);
		assertThatIllegalArgumentException().isThrownBy(() -> this.database.restore("of a class"));
	}

	private Lane take() {
		return this.lanes.take("another test", ANOTHER, () -> false);
	}

}
