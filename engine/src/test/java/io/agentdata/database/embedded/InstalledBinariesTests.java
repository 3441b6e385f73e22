// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link InstalledBinaries}.
 */
class InstalledBinariesTests {

	@TempDir
	Path folder;

	@Test
	void findTakesTheNewestOfAPlace() throws IOException {
		install("postgresql/9", "9.6");
		install("postgresql/17", "17.6");
		install("postgresql/15", "15.1");
		List<Path> candidates = InstalledBinaries.candidates(null, List.of(this.folder + "/postgresql/*"));
		assertThat(InstalledBinaries.find(candidates))
			.isEqualTo(new PostgresHome(this.folder.resolve("postgresql/17"), "17.6"));
	}

	@Test
	void findTakesTheOneOfThePathFirst() throws IOException {
		install("postgresql@17", "17.6");
		install("own", "16.2");
		Path link = Files.createDirectories(this.folder.resolve("linked/bin"));
		Files.createSymbolicLink(link.resolve("postgres"), this.folder.resolve("own/bin/postgres"));
		String path = "/nowhere:%s:relative/bin".formatted(link);
		List<Path> candidates = InstalledBinaries.candidates(path, List.of(this.folder + "/postgresql@*"));
		assertThat(InstalledBinaries.find(candidates).version()).isEqualTo("16.2");
	}

	@Test
	void findPassesOverAPlaceWithoutInitdb() throws IOException {
		install("postgresql/17", "17.6");
		Files.delete(this.folder.resolve("postgresql/17/bin/initdb"));
		install("postgresql/16", "16.2");
		List<Path> candidates = InstalledBinaries.candidates("", List.of(this.folder + "/postgresql/*"));
		assertThat(InstalledBinaries.find(candidates).major()).isEqualTo(16);
	}

	private void install(String place, String version) throws IOException {
		Path programs = Files.createDirectories(this.folder.resolve(place).resolve("bin"));
		for (String name : List.of("postgres", "initdb")) {
			Path program = programs.resolve(name);
			Files.writeString(program, "#!/bin/sh\necho '%s (PostgreSQL) %s (Debian)'\n".formatted(name, version));
			assertThat(program.toFile().setExecutable(true)).isTrue();
		}
	}

}
