// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.sun.management.OperatingSystemMXBean;
import io.agentdata.database.Capability;
import io.agentdata.database.Engine;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.util.unit.DataSize;

/**
 * How many tests of a context may have a database at the same time.
 */
final class Workers {

	static final int DEFAULT = 4;

	/**
	 * What a database with its connections may take, with room for the test's own work.
	 */
	static final DataSize MEMORY = DataSize.ofMegabytes(128);

	private static final Logger logger = LoggerFactory.getLogger(Workers.class);

	private static final Pattern AVAILABLE = Pattern.compile("MemAvailable:\\s+(\\d+) kB");

	private Workers() {
	}

	/**
	 * Return how many there may be, 1 or more.
	 * @param configured what the user wants, or {@code null} to go by the memory
	 * @param engine the engine of the databases
	 * @param memories what the application remembers
	 */
	static int allowed(@Nullable Integer configured, Engine engine, List<StateInMemory> memories) {
		if (!Capability.CLONE.isOfferedBy(engine)) {
			return 1;
		}
		int wanted = (configured != null) ? configured : byMemory(available());
		if (wanted > 1 && memories.stream().anyMatch(StateInMemory::keepsRows)) {
			logger.info(
					"The application caches rows, in Hibernate's second-level cache or in Spring's, and tests in parallel "
							+ "threads would see each other's there: they take turns.");
			return 1;
		}
		return wanted;
	}

	/**
	 * Return how many the memory has room for, from 1 to {@link #DEFAULT}.
	 */
	static int byMemory(DataSize available) {
		return (int) Math.max(1, Math.min(DEFAULT, available.toBytes() / MEMORY.toBytes()));
	}

	/**
	 * Return the memory that is available. The system's free memory leaves out what it
	 * would take from its caches.
	 */
	private static DataSize available() {
		long free = ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getFreeMemorySize();
		try {
			Matcher matcher = AVAILABLE.matcher(Files.readString(Path.of("/proc/meminfo")));
			return matcher.find() ? DataSize.ofKilobytes(Long.parseLong(matcher.group(1))) : DataSize.ofBytes(free);
		}
		catch (IOException ex) {
			return DataSize.ofBytes(free);
		}
	}

}
