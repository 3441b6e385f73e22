// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Claim}, and {@link ClaimFile} with it.
 */
class ClaimTests {

	private static final String SERVER = Claim.server("recipe", new ProcessId(1, 2));

	@TempDir
	Path folder;

	private ServerFiles servers;

	private Path directory;

	@BeforeEach
	void serverDirectory() throws IOException {
		this.servers = new ServerFiles(this.folder.resolve("servers"));
		this.directory = Files.createDirectory(this.folder.resolve("agent-data-1"));
	}

	@Test
	void serversOfAnotherBuildOrRecipeAreOthers() {
		assertThat(List.of(SERVER, Claim.server("recipe", new ProcessId(1, 3)),
				Claim.server("another", new ProcessId(1, 2)), Claim.ALONE))
			.doesNotHaveDuplicates();
	}

	@Test
	void fileTellsTheServerAndTheFolder() throws IOException {
		try (Claim claim = claim()) {
			assertThat(this.servers.claims()).singleElement().satisfies((file) -> {
				assertThat(file.isFor(SERVER)).isTrue();
				assertThat(file.isFor(Claim.ALONE)).isFalse();
				assertThat(file.isOn(this.directory)).isTrue();
				assertThat(file.isOn(this.folder.resolve("agent-data-12"))).isFalse();
				assertThat(file.isHeld()).isTrue();
				assertThat(file.record()).isEqualTo(claim.record()).isEqualTo(this.servers.record(this.directory));
			});
			assertThat(this.servers.isClaimed(this.directory)).isTrue();
		}
	}

	@Test
	void closeLeavesTheFileToTheNextJvmWhereTheFolderIsThere() throws IOException {
		claim().close();
		assertThat(this.servers.claims()).singleElement()
			.satisfies((file) -> assertThat(file.serverDirectory()).isEqualTo(this.directory));
	}

	@Test
	void closeRemovesTheFileWhereTheFolderIsGone() throws IOException {
		try (Claim claim = claim()) {
			Files.delete(claim.serverDirectory());
		}
		assertThat(this.servers.claims()).isEmpty();
	}

	@Test
	void withdrawRemovesTheFile() throws IOException {
		try (Claim claim = claim()) {
			claim.withdraw();
		}
		assertThat(this.servers.claims()).isEmpty();
	}

	@Test
	void serverDirectoryIsUnknownWhereTheJvmWasKilledWhileItWrote() throws IOException {
		claim().close();
		ClaimFile file = this.servers.claims().get(0);
		String path = Files.readString(file.path());
		Files.writeString(file.path(), path.substring(0, path.length() - 1));
		assertThat(file.serverDirectory()).isNull();
		Files.writeString(file.path(), "");
		assertThat(file.serverDirectory()).isNull();
	}

	@Test
	void filesOfAnotherMachineAreNotSeen() throws IOException {
		claim().close();
		ClaimFile file = this.servers.claims().get(0);
		String name = file.path().getFileName().toString();
		Files.move(file.path(), file.path().resolveSibling(name.replaceFirst("^\\p{XDigit}+", "00000000")));
		assertThat(this.servers.claims()).isEmpty();
	}

	private Claim claim() throws IOException {
		try (ServerRegistry registry = ServerRegistry.open(this.servers, Duration.ofSeconds(20))) {
			return registry.claim(this.directory, SERVER);
		}
	}

}
