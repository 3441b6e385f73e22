// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark.report;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A folder that takes texts and charts. Texts are printed as well.
 */
public final class Report {

	private final Path folder;

	/**
	 * Describe a report; nothing is created by that.
	 * @param folder the folder
	 */
	public Report(Path folder) {
		this.folder = folder;
	}

	/**
	 * Print a text, and keep it as a file.
	 * @param name the file's name, without its ending
	 * @param markdown the text
	 * @throws IOException if the file cannot be written
	 */
	public void text(String name, String markdown) throws IOException {
		System.out.println(markdown);
		Files.writeString(Files.createDirectories(this.folder).resolve(name + ".md"), markdown);
	}

	/**
	 * Keep a chart as a file.
	 * @param name the file's name, without its ending
	 * @param svg the chart
	 * @throws IOException if the file cannot be written
	 */
	public void chart(String name, String svg) throws IOException {
		Files.writeString(Files.createDirectories(this.folder).resolve(name + ".svg"), svg);
	}

	/**
	 * Return what the figures depend on.
	 * @return a sentence
	 */
	public static String machine() {
		Runtime runtime = Runtime.getRuntime();
		return String.format(Locale.ROOT, "Java %s on %s %s, %d processors, load %.1f.", Runtime.version(),
				System.getProperty("os.name"), System.getProperty("os.arch"), runtime.availableProcessors(),
				ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
	}

}
