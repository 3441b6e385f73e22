// SPDX-License-Identifier: Apache-2.0

package io.agentdata.pgvector.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AptSources}.
 */
class AptSourcesTests {

	@TempDir
	Path folder;

	@BeforeEach
	void createFolder() throws IOException {
		Files.createDirectory(this.folder.resolve("sources.list.d"));
	}

	@Test
	void debianMirrorWhenThereAreNoSourcesIsEmpty() throws IOException {
		assertThat(new AptSources(this.folder.resolve("absent")).debianMirror()).isEmpty();
		assertThat(new AptSources(this.folder).debianMirror()).isEmpty();
	}

	@Test
	void debianMirrorIsReadFromStanzas() throws IOException {
		write("sources.list.d/debian.sources", """
				# the security archive comes first
				Types: deb
				URIs: http://mirror.example/debian-security
				Suites: bookworm-security
				Components: main
				Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

				Types: deb deb-src
				# a comment
				URIs: http://mirror.example/debian
				 http://second.example/debian
				Suites: bookworm
				 bookworm-updates
				Components: main contrib
				signed-by: /usr/share/keyrings/debian-archive-keyring.gpg
				""");
		assertThat(new AptSources(this.folder).debianMirror()).contains("http://mirror.example/debian");
		assertThat(new AptSources(this.folder).read().get(1).suites()).containsExactly("bookworm", "bookworm-updates");
	}

	@Test
	void debianMirrorPassesOverDisabledAndForeignStanzas() throws IOException {
		write("sources.list.d/all.sources", """
				Types: deb
				URIs: http://disabled.example/debian
				Suites: bookworm
				Components: main
				Enabled: no

				Types: deb-src
				URIs: http://source.example/debian
				Suites: bookworm
				Components: main

				Types: deb
				URIs: http://foreign.example/apt
				Suites: bookworm
				Components: main
				Signed-By:
				 -----BEGIN PGP PUBLIC KEY BLOCK-----
				 .
				 mDMEZA==
				 -----END PGP PUBLIC KEY BLOCK-----

				Types: deb
				URIs: mirror+file:///etc/apt/mirrors/debian.list
				Suites: trixie
				Components: main
				""");
		assertThat(new AptSources(this.folder).debianMirror()).contains("mirror+file:///etc/apt/mirrors/debian.list");
	}

	@Test
	void debianMirrorIsReadFromLines() throws IOException {
		write("sources.list",
				"""
						# deb http://comment.example/debian bookworm main
						deb cdrom:[Debian GNU/Linux 12 _Bookworm_]/ bookworm main
						deb-src http://source.example/debian bookworm main
						deb [arch=amd64 signed-by=/etc/apt/keyrings/docker.gpg] http://docker.example/debian bookworm main
						deb http://docker.example/debian bookworm stable
						deb http://security.example/debian-security bookworm-security main
						deb http://debug.example/debian-debug bookworm-debug main
						deb [ signed-by=/usr/share/keyrings/debian-archive-keyring.gpg arch=amd64 ] http://mirror.example/debian/ newest main # ours
						""");
		assertThat(new AptSources(this.folder).debianMirror()).contains("http://mirror.example/debian/");
	}

	@ParameterizedTest
	@ValueSource(strings = { "bookworm", "trixie-updates", "stable", "sid", "bookworm-backports" })
	void debianMirrorWithoutKeyringGoesByTheSuite(String suite) throws IOException {
		write("sources.list.d/one.list", "deb http://mirror.example/debian " + suite + " main\n");
		assertThat(new AptSources(this.folder).debianMirror()).contains("http://mirror.example/debian");
	}

	@ParameterizedTest
	@ValueSource(strings = { "noble", "bookworm-pgdg", "cloud-sdk-bookworm", "nodistro", "trixie-security" })
	void debianMirrorWhenSuiteIsNotDebiansIsEmpty(String suite) throws IOException {
		write("sources.list.d/one.list", "deb http://mirror.example/debian " + suite + " main\n");
		assertThat(new AptSources(this.folder).debianMirror()).isEmpty();
	}

	@Test
	void debianMirrorIgnoresFilesThatAptIgnores() throws IOException {
		write("sources.list.d/debian.list.disabled", "deb http://mirror.example/debian bookworm main\n");
		assertThat(new AptSources(this.folder).read()).isEmpty();
	}

	private void write(String file, String content) throws IOException {
		Files.writeString(this.folder.resolve(file), content);
	}

}
