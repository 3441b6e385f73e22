// SPDX-License-Identifier: Apache-2.0

package io.agentdata.pgvector.build;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Writes pgvector into a class path folder, for each PostgreSQL major asked for. A major
 * is written for all platforms or for none.
 */
public final class PgvectorBinaries {

	private final BuildOptions options;

	private final PackageCache cache;

	private final PrintStream out;

	PgvectorBinaries(BuildOptions options, PackageSource source, PrintStream out) {
		this.options = options;
		this.cache = new PackageCache(options.cache(), source, (message) -> warn(out, message));
		this.out = out;
	}

	/**
	 * Runs the build step.
	 * @param arguments {@code output=<folder>} and the {@code pgvector.*} properties of
	 * the module, each as {@code key=value}, where an empty value means the default
	 * @throws IOException if a file could not be read or written
	 * @throws IllegalStateException if a package is not as expected, or if it is required
	 * but not available
	 */
	public static void main(String... arguments) throws IOException {
		BuildOptions options = BuildOptions.parse(arguments, System.getenv());
		AptPackages source = new AptPackages("apt-get", Path.of("/etc/apt"), options.mirror(),
				(message) -> System.out.println("[INFO] " + message));
		new PgvectorBinaries(options, source, System.out).build();
	}

	void build() throws IOException {
		ResourceFolder folder = new ResourceFolder(this.options.output());
		folder.retain(this.options.suites());
		Map<DebianSuite, PackageUnavailableException> unavailable = new LinkedHashMap<>();
		for (DebianSuite suite : this.options.suites()) {
			try {
				folder.replace(suite, resources(suite));
			}
			catch (PackageUnavailableException ex) {
				folder.delete(suite);
				unavailable.put(suite, ex);
			}
		}
		if (!unavailable.isEmpty()) {
			report(unavailable);
		}
	}

	private SortedMap<String, byte[]> resources(DebianSuite suite) throws IOException, PackageUnavailableException {
		SortedMap<String, byte[]> resources = new TreeMap<>();
		for (DebianPackage debianPackage : this.cache.packages(suite)) {
			String folder = debianPackage.platform().id() + "/";
			PlatformResources.create(suite, debianPackage)
				.forEach((path, content) -> resources.put(folder + path, content));
		}
		return resources;
	}

	private void report(Map<DebianSuite, PackageUnavailableException> unavailable) {
		String majors = unavailable.keySet().stream().map(DebianSuite::major).collect(Collectors.joining(" and "));
		PackageUnavailableException first = unavailable.values().iterator().next();
		if (this.options.required()) {
			throw new IllegalStateException(
					"pgvector for PostgreSQL %s is required (-Dpgvector.required=true, or CI=true) but is not available: %s. To have it in the jar, %s."
						.formatted(majors, first.reason(), first.remedy()),
					first);
		}
		warn(this.out,
				"The jar is built without pgvector for PostgreSQL %s: %s. Tests with vectors then need an installed PostgreSQL with pgvector. To have it in the jar, %s."
					.formatted(majors, first.reason(), first.remedy()));
	}

	private static void warn(PrintStream out, String message) {
		out.println("[WARNING] " + message);
	}

}
