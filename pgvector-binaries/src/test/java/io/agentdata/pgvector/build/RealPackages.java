// SPDX-License-Identifier: Apache-2.0

package io.agentdata.pgvector.build;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Assumptions;

import static org.assertj.core.api.Assertions.fail;

/**
 * Debian's packages as the build step of this build left them in the cache. Where they
 * are not available a test is skipped, in CI it fails.
 */
final class RealPackages {

	private static final String[] PROPERTIES = { "output=target/classes",
			"pgvector.postgresql=" + System.getProperty("pgvector.postgresql", ""),
			"pgvector.cache=" + System.getProperty("pgvector.cache", "") };

	private RealPackages() {
	}

	static Path output() {
		return options().output();
	}

	static Path cache() {
		return options().cache();
	}

	static DebianSuite suite() {
		return options().suites().get(0);
	}

	static List<DebianPackage> get() throws IOException {
		List<DebianPackage> packages = new ArrayList<>();
		for (Platform platform : Platform.values()) {
			packages.add(get(platform));
		}
		return packages;
	}

	static DebianPackage get(Platform platform) throws IOException {
		PackageCache cache = new PackageCache(options().cache(), (suite) -> List.of(), System.out::println);
		Optional<DebianPackage> found = cache.find(suite(), platform);
		if (found.isEmpty() && "true".equals(System.getenv("CI"))) {
			fail("The build step left no package for %s in %s, which is wrong where CI=true", platform,
					options().cache());
		}
		Assumptions.assumeTrue(found.isPresent(), "the build step could not download the package");
		return found.orElseThrow();
	}

	static byte[] library(Platform platform) throws Exception {
		byte[] library = PackageContents.unpack(suite(), get(platform)).get("lib/vector.so");
		return (library != null) ? library : fail("The package has no library");
	}

	private static BuildOptions options() {
		return BuildOptions.parse(PROPERTIES, System.getenv());
	}

}
