// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.container;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.agentdata.AgentDataException;
import io.agentdata.database.postgres.PostgresServer;

/**
 * A JVM of its own that starts a container, says so, and ends when its input does.
 */
public final class ContainerInAnotherJvm {

	private ContainerInAnotherJvm() {
	}

	static Process start(Map<String, String> environment, Predicate<String> classPath) throws IOException {
		String filtered = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter(classPath)
			.collect(Collectors.joining(File.pathSeparator));
		ProcessBuilder builder = new ProcessBuilder(
				List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(), "-cp", filtered,
						ContainerInAnotherJvm.class.getName()))
			.redirectErrorStream(true);
		builder.environment().putAll(environment);
		return builder.start();
	}

	/**
	 * Read until the container is ready, or the JVM has ended.
	 * @return what the JVM wrote, the line that begins with {@code ready} last
	 */
	static String awaitReady(Process jvm) throws IOException {
		StringBuilder output = new StringBuilder();
		BufferedReader reader = new BufferedReader(new InputStreamReader(jvm.getInputStream()));
		for (String line = reader.readLine(); line != null; line = reader.readLine()) {
			output.append(line).append('\n');
			if (line.startsWith("ready ")) {
				break;
			}
		}
		return output.toString();
	}

	public static void main(String[] args) throws IOException {
		try {
			ContainerServer server = ContainerServer.of(ContainerOptions.defaults());
			PostgresServer postgres = server.postgres();
			System.out.println("ready " + postgres.url("postgres", "public") + " " + server.isReused());
			System.in.read();
			System.exit(0);
		}
		catch (AgentDataException ex) {
			System.out.println(ex.getMessage());
			System.exit(1);
		}
	}

}
