// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.agentdata.database.process.Command;
import org.jspecify.annotations.Nullable;

/**
 * The user that the server runs as: the JVM's own, or another where that is root, which
 * PostgreSQL refuses, or has no name.
 *
 * @param prefix the command that takes the user, empty for the JVM's own
 * @param userId the numeric id that must own the server's files, or {@code null} where
 * they stay the JVM's
 */
record LaunchUser(List<String> prefix, @Nullable Integer userId) {

	private static final int NOBODY = 65534;

	/**
	 * In a user namespace of its own each user is a nobody, who still owns the user's
	 * files.
	 */
	static final LaunchUser NAMESPACE = new LaunchUser(List.of("unshare", "-U"), null);

	/**
	 * Containers forbid user namespaces by default, yet let root become another user.
	 */
	static final LaunchUser ANOTHER = new LaunchUser(
			List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"), NOBODY);

	private static final List<String> PROBE = List.of("true");

	private static final Path SELF = Path.of("/proc/self");

	private static final LaunchUser SAME = new LaunchUser(List.of(), null);

	/**
	 * Choose the user for files that the JVM makes.
	 * @throws RootUserException if the JVM runs as root and cannot take another user
	 */
	static LaunchUser current() {
		if (isRoot()) {
			return firstThatWorks(List.of(NAMESPACE, ANOTHER));
		}
		return (isNameless() && NAMESPACE.attempt().status() == 0) ? NAMESPACE : SAME;
	}

	/**
	 * Return whether the user has no name, as in many containers: {@code initdb} asks for
	 * one.
	 */
	private static boolean isNameless() {
		return "?".equals(System.getProperty("user.name"));
	}

	private static boolean isRoot() {
		Object number = number();
		return (number != null) ? number.equals(0) : "root".equals(System.getProperty("user.name"));
	}

	/**
	 * Return the JVM's user: the name, or the number of one that has no name.
	 */
	static String name() {
		Object number = number();
		return (isNameless() && number != null) ? number.toString() : System.getProperty("user.name");
	}

	private static @Nullable Object number() {
		try {
			return Files.getAttribute(SELF, "unix:uid");
		}
		catch (IOException ex) {
			return null;
		}
	}

	static LaunchUser firstThatWorks(List<LaunchUser> candidates) {
		List<String> attempts = new ArrayList<>();
		for (LaunchUser candidate : candidates) {
			Command.Result result = candidate.attempt();
			if (result.status() == 0) {
				return candidate;
			}
			attempts.add("%s (%s)".formatted(String.join(" ", candidate.command(PROBE)), result.output()));
		}
		throw new RootUserException(attempts);
	}

	private Command.Result attempt() {
		return Command.run(command(PROBE).toArray(String[]::new));
	}

	/**
	 * Return whether the server is another user to the kernel, who must be let in to the
	 * binaries.
	 */
	boolean isAnother() {
		return this.userId != null;
	}

	List<String> command(List<String> program) {
		return Stream.concat(this.prefix.stream(), program.stream()).toList();
	}

	/**
	 * Give a folder to the user with all that it holds.
	 */
	void ownAll(Path directory) throws IOException {
		if (isAnother()) {
			try (Stream<Path> paths = Files.walk(directory)) {
				for (Path path : paths.toList()) {
					own(path);
				}
			}
		}
	}

	/**
	 * Give a file or an empty folder to the user.
	 */
	void own(Path path) throws IOException {
		if (this.userId != null) {
			Files.setAttribute(path, "unix:uid", this.userId);
		}
	}

}
