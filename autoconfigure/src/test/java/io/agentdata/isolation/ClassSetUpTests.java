// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.agentdata.test.AutoConfigureAgentData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what the set-up of a class lets other threads do: each test of the class
 * begins with it.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@AutoConfigureAgentData
class ClassSetUpTests {

	private static final ExecutorService WORKERS = Executors.newSingleThreadExecutor();

	@Autowired
	private JdbcClient jdbc;

	@BeforeAll
	static void addByAllMeans(@Autowired JdbcClient jdbc, @Autowired RestClient.Builder builder,
			@Autowired AsyncTaskExecutor executor, @LocalServerPort int port) throws Exception {
		RestClient.create("http://localhost:" + port)
			.post()
			.uri("/notes")
			.body("request")
			.retrieve()
			.toBodilessEntity();
		builder.baseUrl("http://localhost:" + port)
			.build()
			.post()
			.uri("/notes")
			.body("request of a bean")
			.retrieve()
			.toBodilessEntity();
		executor.submit(() -> add(jdbc, "task")).get();
		CompletableFuture.runAsync(() -> add(jdbc, "common pool")).get();
		WORKERS.submit(() -> add(jdbc, "worker")).get();
		Thread thread = new Thread(() -> add(jdbc, "thread"));
		thread.start();
		thread.join();
	}

	@AfterAll
	static void endWorkers() {
		WORKERS.shutdown();
	}

	@RepeatedTest(2)
	void seesAll() {
		assertThat(this.jdbc.sql("SELECT title FROM note").query(String.class).list())
			.containsExactlyInAnyOrder("request", "request of a bean", "task", "common pool", "worker", "thread");
		add(this.jdbc, "test");
	}

	private static void add(JdbcClient jdbc, String title) {
		jdbc.sql("INSERT INTO note (title) VALUES (?)").param(title).update();
	}

}
