// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import io.agentdata.database.Database;
import io.agentdata.database.DatabaseConfig.Pool;
import io.agentdata.database.DatabaseFactory;
import io.agentdata.database.embedded.EmbeddedOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Lanes}, of which some are held by tests that share one.
 */
class LanesTests {

	private static final StartingPoint OTHERS = new StartingPoint(TestDatabases.TEMPLATE, null);

	private final DatabaseFactory factory = DatabaseFactory.embedded(EmbeddedOptions.defaults(), "public",
			Pool.DEFAULTS);

	private final Database database = this.factory.database("lanes");

	private final CommonDatabase ofClass = new CommonDatabase("of a class");

	private final StartingPoint shared = new StartingPoint(TestDatabases.TEMPLATE, this.ofClass);

	private TestDatabases databases;

	@BeforeEach
	void seal() {
		this.database.snapshot(TestDatabases.TEMPLATE);
		Lane first = lane(1);
		this.databases = new TestDatabases(first, new Lanes(first, 1, (number, snapshot) -> lane(number)), List.of());
	}

	@AfterEach
	void close() {
		this.factory.close();
	}

	@Test
	void testsOfAClassThatSharesADatabaseHoldIt() {
		TestScope one = begin(this.shared);
		this.databases.end(one);
		TestScope other = begin(OTHERS);
		assertThat(other.lane()).isNotSameAs(one.lane());
		TestScope two = begin(this.shared);
		assertThat(two.lane()).isSameAs(one.lane());
		this.databases.end(two);
		this.databases.end(other);
	}

	@Test
	void databaseIsGivenBackWhenTheClassEnds() {
		TestScope one = begin(this.shared);
		this.databases.end(one);
		this.databases.release(this.ofClass);
		TestScope other = begin(OTHERS);
		assertThat(other.lane()).isSameAs(one.lane());
		this.databases.end(other);
	}

	private TestScope begin(StartingPoint start) {
		return this.databases.begin("a test", LanesTests.class, start);
	}

	private Lane lane(int number) {
		HikariDataSource pool = new HikariDataSource();
		PhysicalConnections sessions = new PhysicalConnections(this.database.dataSource(), pool,
				new PostgresSessions());
		return new Lane(number, this.database, TestDatabases.TEMPLATE,
				new DatabaseConnections((asked) -> new PooledConnections(pool, pool::getConnection, sessions)), true);
	}

}
