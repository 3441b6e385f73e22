// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

import org.junit.platform.testkit.engine.EngineTestKit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

/**
 * A JVM of its own that runs tests of {@link FailingCase}, and says which have failed. It
 * is of a build of its own, too.
 */
public final class CaseInAnotherJvm {

	private CaseInAnotherJvm() {
	}

	/**
	 * Run it to its end.
	 * @return all that it wrote
	 */
	static String run(Path build, Path temporaryDirectory, Path cacheDirectory, String... methods) throws IOException {
		List<String> command = List.of("sh", build.toString(),
				Path.of(System.getProperty("java.home"), "bin/java").toString(), "-cp",
				System.getProperty("java.class.path"), "-Dagent.data.keep-failed=true",
				"-Dagent.data.embedded.temporary-directory=" + temporaryDirectory,
				"-Dagent.data.embedded.cache-directory=" + cacheDirectory, CaseInAnotherJvm.class.getName(),
				String.join(",", methods));
		Process jvm = new ProcessBuilder(command).redirectErrorStream(true).start();
		jvm.getOutputStream().close();
		return new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
	}

	public static void main(String[] args) {
		EngineTestKit.Builder tests = EngineTestKit.engine("junit-jupiter");
		for (String method : args[0].split(",")) {
			tests.selectors(selectMethod(FailingCase.class, method));
		}
		tests.execute()
			.testEvents()
			.failed()
			.stream()
			.forEach((event) -> System.out.println("failed: " + event.getTestDescriptor().getDisplayName()));
		System.exit(0);
	}

}
