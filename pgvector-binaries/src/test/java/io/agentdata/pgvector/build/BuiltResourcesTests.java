// SPDX-License-Identifier: Apache-2.0

package io.agentdata.pgvector.build;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the resources that the build step of this build has written.
 */
class BuiltResourcesTests {

	@ParameterizedTest
	@EnumSource
	void propertiesDescribeThePackage(Platform platform) throws IOException {
		DebianPackage debianPackage = RealPackages.get(platform);
		Properties properties = properties(platform);
		assertThat(properties).containsEntry("postgresql", RealPackages.suite().major())
			.containsEntry("platform", platform.id())
			.containsEntry("package", debianPackage.fileName())
			.containsEntry("package.sha256", debianPackage.sha256());
		assertThat(folder(platform).resolve("extension/vector--%s.sql".formatted(properties.get("version")))).exists();
		assertThat(properties.stringPropertyNames()).filteredOn((name) -> !name.startsWith("file."))
			.containsExactlyInAnyOrder("version", "postgresql", "platform", "package", "package.sha256");
	}

	@ParameterizedTest
	@EnumSource
	void propertiesHaveTheDigestOfEachFile(Platform platform) throws IOException {
		RealPackages.get(platform);
		Properties properties = properties(platform);
		Set<String> files = properties.stringPropertyNames()
			.stream()
			.filter((name) -> name.startsWith("file."))
			.map((name) -> name.substring("file.".length()))
			.collect(Collectors.toSet());
		try (Stream<Path> found = Files.walk(folder(platform), 2)) {
			assertThat(found.filter(Files::isRegularFile)
				.map((file) -> folder(platform).relativize(file).toString())
				.filter((file) -> file.contains("/"))).containsExactlyInAnyOrderElementsOf(files);
		}
		assertThat(files).contains("lib/vector.so", "extension/vector.control");
		for (String file : files) {
			assertThat(properties).containsEntry("file." + file,
					Sha256.of(Files.readAllBytes(folder(platform).resolve(file))));
		}
	}

	@ParameterizedTest
	@EnumSource
	void propertiesAreSortedWithoutComment(Platform platform) throws IOException {
		RealPackages.get(platform);
		List<String> keys = Files.readAllLines(folder(platform).resolve(PlatformResources.PROPERTIES))
			.stream()
			.map((line) -> line.split("=")[0])
			.toList();
		assertThat(keys).isSorted().doesNotHaveDuplicates();
	}

	@ParameterizedTest
	@EnumSource
	void libraryIsPortable(Platform platform) throws IOException {
		RealPackages.get(platform);
		GlibcPortability.verify(Files.readAllBytes(folder(platform).resolve("lib/vector.so")), platform, "the jar",
				false);
	}

	@ParameterizedTest
	@EnumSource
	void licenseIsThePackages(Platform platform) throws IOException {
		RealPackages.get(platform);
		assertThat(folder(platform).resolve("LICENSE")).content()
			.contains("License: PostgreSQL", "PostgreSQL Global Development Group");
	}

	private static Properties properties(Platform platform) throws IOException {
		Properties properties = new Properties();
		properties.load(new StringReader(Files.readString(folder(platform).resolve(PlatformResources.PROPERTIES))));
		return properties;
	}

	private static Path folder(Platform platform) {
		return RealPackages.output()
			.resolve(ResourceFolder.LOCATION)
			.resolve(RealPackages.suite().major())
			.resolve(platform.id());
	}

}
