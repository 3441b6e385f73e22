// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.agentdata.test.AutoConfigureAgentData;
import io.agentdata.test.Isolated;
import io.agentdata.test.Isolation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.resttestclient.TestRestTemplate;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureTestRestTemplate;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

/**
 * Requests to a server on a random port work for the test that sends them.
 */
class HttpTests {

	private static final int TESTS = 5;

	private static CyclicBarrier begun = new CyclicBarrier(1);

	@Test
	void requestsSeeTheRowsOfTheirTest() {
		begun = new CyclicBarrier(1);
		assertSucceeds(false);
	}

	@Test
	void requestsOfTestsInParallelSeeTheRowsOfTheirOwn() {
		begun = new CyclicBarrier(TESTS);
		assertSucceeds(true);
	}

	private static void assertSucceeds(boolean parallel) {
		EngineExecutionResults results = EngineTestKit.engine("junit-jupiter")
			.selectors(selectClass(ServerCase.class))
			.configurationParameter("junit.jupiter.execution.parallel.enabled", String.valueOf(parallel))
			.configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
			.configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
			.configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism",
					String.valueOf(2 * TESTS))
			.execute();
		assertThat(results.allEvents().failed().stream().map(ParallelTests::failure)).isEmpty();
		results.testEvents().assertStatistics((statistics) -> statistics.succeeded(TESTS));
	}

	@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "agent.data.workers=" + TESTS)
	@AutoConfigureAgentData
	@AutoConfigureMockMvc
	@AutoConfigureRestTestClient
	@AutoConfigureTestRestTemplate
	@AutoConfigureWebTestClient
	@Isolated(Isolation.RESET)
	static class ServerCase {

		@Autowired
		private JdbcClient jdbc;

		@BeforeEach
		void meetTheOthers() throws Exception {
			begun.await(20, TimeUnit.SECONDS);
		}

		@Test
		void restClient(@Autowired RestClient.Builder builder, @LocalServerPort int port) {
			RestClient client = builder.baseUrl("http://localhost:" + port).build();
			assertShared("rest client",
					(title) -> client.post().uri("/notes").body(title).retrieve().toBodilessEntity());
			assertThat(client.get().uri("/notes").retrieve().body(String[].class)).containsExactly("rest client",
					"rest client, requested");
		}

		@Test
		void restTestClient(@Autowired RestTestClient client) {
			assertShared("rest test client",
					(title) -> client.post().uri("/notes").body(title).exchange().expectStatus().isOk());
		}

		@Test
		void testRestTemplate(@Autowired TestRestTemplate client) {
			assertShared("test rest template", (title) -> client.postForLocation("/notes", title));
		}

		@Test
		void webTestClient(@Autowired WebTestClient client) {
			assertShared("web test client",
					(title) -> client.post().uri("/notes").bodyValue(title).exchange().expectStatus().isOk());
		}

		@Test
		void mockMvc(@Autowired MockMvcTester client) {
			assertShared("mock mvc", (title) -> assertThat(client.post().uri("/notes").content(title)).hasStatusOk());
		}

		private void assertShared(String title, Consumer<String> request) {
			assertThat(titles()).isEmpty();
			this.jdbc.sql("INSERT INTO note (title) VALUES (?)").param(title).update();
			request.accept(title + ", requested");
			assertThat(titles()).containsExactly(title, title + ", requested");
		}

		private List<String> titles() {
			return this.jdbc.sql("SELECT title FROM note ORDER BY title").query(String.class).list();
		}

	}

}
