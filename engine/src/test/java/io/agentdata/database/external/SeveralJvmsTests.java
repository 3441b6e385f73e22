// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.external;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.agentdata.database.embedded.SharedServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for eight JVMs that test on one shared server at the same time.
 */
@Timeout(180)
@Tag("exhaustive")
class SeveralJvmsTests {

	private static final int COUNT = 8;

	private static final Duration LEASE = Duration.ofSeconds(20);

	private final ExecutorService threads = Executors.newFixedThreadPool(COUNT);

	private final List<SharedServerJvm> jvms = new ArrayList<>();

	private SharedServer server;

	@BeforeEach
	void start() throws Exception {
		this.server = SharedServer.start();
	}

	@AfterEach
	void stop() throws IOException {
		this.jvms.forEach(SharedServerJvm::close);
		this.threads.shutdown();
		this.server.close();
	}

	@Test
	void jvmsDoNotSeeEachOtherAndLeaveNothing() throws Exception {
		Bystanders bystanders = Bystanders.create(this.server);
		List<String> databases = this.server.databases();
		List<String> contents = bystanders.contents();
		List<Callable<SharedServerJvm>> starts = new ArrayList<>();
		for (int number = 0; number < COUNT; number++) {
			starts.add(() -> SharedServerJvm.start(this.server, LEASE));
		}
		this.jvms.addAll(atOnce(starts));
		List<String> shared = this.server.databases();
		assertThat(this.jvms.stream().map(SharedServerJvm::id)).doesNotHaveDuplicates()
			.allMatch((jvm) -> shared.stream().anyMatch((name) -> name.startsWith(jvm.prefix())));
		letAllWork();
		this.server.stop();
		this.server.startAgain();
		letAllWork();
		SharedServerJvm killed = this.jvms.remove(0);
		killed.kill();
		List<Callable<Void>> ends = new ArrayList<>();
		for (SharedServerJvm jvm : this.jvms) {
			String way = (ends.size() % 2 == 0) ? "close" : "exit";
			ends.add(() -> end(jvm, way));
		}
		atOnce(ends);
		assertThat(this.server.databases()).filteredOn((name) -> !databases.contains(name))
			.isNotEmpty()
			.allMatch((name) -> name.startsWith(killed.id().prefix()));
		while (!this.server.databases().equals(databases)) {
			try (SharedServerJvm next = SharedServerJvm.start(this.server, LEASE)) {
				next.end("close");
			}
		}
		assertThat(bystanders.contents()).isEqualTo(contents);
	}

	private void letAllWork() throws Exception {
		List<Callable<Void>> work = new ArrayList<>();
		for (SharedServerJvm jvm : this.jvms) {
			work.add(() -> {
				jvm.work();
				return null;
			});
		}
		atOnce(work);
	}

	private static Void end(SharedServerJvm jvm, String way) throws Exception {
		jvm.end(way);
		return null;
	}

	private <T> List<T> atOnce(List<Callable<T>> tasks) throws Exception {
		List<T> results = new ArrayList<>();
		for (Future<T> result : this.threads.invokeAll(tasks)) {
			results.add(result.get());
		}
		return results;
	}

}
