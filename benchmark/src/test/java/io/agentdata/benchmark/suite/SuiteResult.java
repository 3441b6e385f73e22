// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark.suite;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;

import io.agentdata.benchmark.process.Footprint;

/**
 * What a JVM measured of the suite that it ran.
 *
 * @param server product, version and address of the server
 * @param first milliseconds from the start of the JVM to the end of the first test
 * @param database milliseconds that the application context spent on its pool and its
 * migrations
 * @param tests nanoseconds of each test, in the order of their ends
 * @param afterFirst nanoseconds from the end of the first test to that of the last
 * @param heap bytes of heap in use at the end, after a collection, where that was asked
 * for
 * @param footprints what was held from time to time, where that was asked for
 */
public record SuiteResult(String server, long first, long database, long[] tests, long afterFirst, long heap,
		Footprint[] footprints) implements Serializable {

	void write(Path file) throws IOException {
		try (ObjectOutputStream output = new ObjectOutputStream(Files.newOutputStream(file))) {
			output.writeObject(this);
		}
	}

	/**
	 * Read what another JVM has written.
	 * @param file the file
	 * @return the result
	 * @throws IOException if there is none
	 */
	public static SuiteResult read(Path file) throws IOException {
		try (ObjectInputStream input = new ObjectInputStream(Files.newInputStream(file))) {
			return (SuiteResult) input.readObject();
		}
		catch (ClassNotFoundException ex) {
			throw new IOException("The file %s holds no result.".formatted(file), ex);
		}
	}

}
