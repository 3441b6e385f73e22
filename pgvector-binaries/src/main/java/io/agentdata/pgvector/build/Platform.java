// SPDX-License-Identifier: Apache-2.0

package io.agentdata.pgvector.build;

/**
 * An operating system and processor that the jar has pgvector for.
 *
 * @see <a href="https://sourceware.org/glibc/wiki/ABIList">The base versions of glibc</a>
 */
enum Platform {

	LINUX_AMD64("linux-amd64", "amd64", 62, "GLIBC_2.2.5"), LINUX_ARM64("linux-arm64", "arm64", 183, "GLIBC_2.17");

	private final String id;

	private final String architecture;

	private final int elfMachine;

	private final String glibcBase;

	Platform(String id, String architecture, int elfMachine, String glibcBase) {
		this.id = id;
		this.architecture = architecture;
		this.elfMachine = elfMachine;
		this.glibcBase = glibcBase;
	}

	String id() {
		return this.id;
	}

	/**
	 * Returns Debian's name of the processor architecture.
	 * @return the name, such as {@code amd64}
	 */
	String architecture() {
		return this.architecture;
	}

	/**
	 * Returns the {@code e_machine} of the platform's ELF files.
	 * @return the number of the machine
	 */
	int elfMachine() {
		return this.elfMachine;
	}

	/**
	 * Returns the version that glibc's oldest symbols have on the platform.
	 * @return the version, such as {@code GLIBC_2.17}
	 */
	String glibcBase() {
		return this.glibcBase;
	}

}
