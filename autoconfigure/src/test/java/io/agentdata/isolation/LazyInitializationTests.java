// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.util.List;

import io.agentdata.test.AutoConfigureAgentData;
import io.agentdata.test.Isolated;
import io.agentdata.test.Isolation;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The schema is in the template where nothing has asked for a DataSource before the first
 * test.
 */
@SpringBootTest(
		properties = { "spring.main.lazy-initialization=true", "spring.flyway.locations=classpath:db/own-schema" })
@AutoConfigureAgentData
@TestMethodOrder(MethodOrderer.MethodName.class)
class LazyInitializationTests {

	@Autowired
	private ApplicationContext context;

	@Test
	void aCommit() {
		commit("INSERT INTO test.person VALUES (2, 'Alan')");
	}

	@Test
	void bSeesTheTemplate() {
		seesTheTemplate();
		commit("ALTER TABLE test.person ADD COLUMN age int");
	}

	@Test
	void cSeesTheTemplateInAClone() {
		seesTheTemplate();
		assertThat(jdbc().sql("SELECT * FROM test.person").query().listOfRows()).singleElement()
			.asInstanceOf(InstanceOfAssertFactories.MAP)
			.containsOnlyKeys("id", "name");
	}

	@Test
	@Isolated(Isolation.CLONE_METHOD)
	void dSeesTheTemplateInItsOwnClone() {
		seesTheTemplate();
	}

	private void seesTheTemplate() {
		assertThat(jdbc().sql("SELECT name FROM test.person").query(String.class).list()).isEqualTo(List.of("Ada"));
	}

	private void commit(String sql) {
		jdbc().sql(sql).update();
	}

	/**
	 * Return a client that is made now: the test itself asks for none.
	 */
	private JdbcClient jdbc() {
		return this.context.getBean(JdbcClient.class);
	}

}
