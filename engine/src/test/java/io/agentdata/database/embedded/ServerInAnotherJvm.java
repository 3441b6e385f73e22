// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.agentdata.AgentDataException;
import io.agentdata.database.Database;
import io.agentdata.database.DatabaseConfig.Pool;
import io.agentdata.database.DatabaseFactory;

/**
 * A JVM of its own that starts a server, says so, and ends when its input does.
 */
public final class ServerInAnotherJvm {

	private ServerInAnotherJvm() {
	}

	/**
	 * Start one with a server of its own.
	 */
	static Process start(Path temporaryDirectory, Path cacheDirectory, Map<String, String> environment)
			throws IOException {
		return start(options(temporaryDirectory, cacheDirectory, false), environment);
	}

	/**
	 * Start one that shares its server with others of this build.
	 */
	static Process startSharing(Path temporaryDirectory, Path cacheDirectory) throws IOException {
		return start(options(temporaryDirectory, cacheDirectory, true), Map.of());
	}

	static EmbeddedOptions options(Path temporaryDirectory, Path cacheDirectory, boolean share) {
		return new EmbeddedOptions(BinarySource.CLASSPATH, null, 0, Duration.ofSeconds(30), cacheDirectory,
				temporaryDirectory, share, null);
	}

	static Process start(EmbeddedOptions options, Map<String, String> environment) throws IOException {
		List<String> command = List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(), "-cp",
				System.getProperty("java.class.path"), ServerInAnotherJvm.class.getName(),
				options.temporaryDirectory().toString(), text(options.cacheDirectory()),
				String.valueOf(options.share()), text(options.home()), options.startTimeout().toString());
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
		builder.environment().putAll(environment);
		return builder.start();
	}

	private static String text(Path path) {
		return (path != null) ? path.toString() : "";
	}

	private static Path path(String text) {
		return text.isEmpty() ? null : Path.of(text);
	}

	/**
	 * Read until the server is ready, or the JVM has ended.
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
		Path home = path(args[3]);
		EmbeddedOptions options = new EmbeddedOptions((home != null) ? BinarySource.INSTALLED : BinarySource.CLASSPATH,
				home, 0, Duration.parse(args[4]), path(args[1]), Path.of(args[0]), Boolean.parseBoolean(args[2]), null);
		try (DatabaseFactory factory = DatabaseFactory.embedded(options, "public", Pool.DEFAULTS)) {
			Database database = factory.database("other-jvm");
			System.out.println("ready " + database.config().url() + " " + factory.server());
			System.in.read();
		}
		catch (AgentDataException ex) {
			System.out.println(ex.getMessage());
		}
	}

}
