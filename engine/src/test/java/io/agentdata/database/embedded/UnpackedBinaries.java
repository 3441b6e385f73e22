// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.agentdata.database.process.Command;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * PostgreSQL's programs, as an earlier run has left them in a cache folder. To unpack
 * them takes seconds.
 */
final class UnpackedBinaries {

	private UnpackedBinaries() {
	}

	/**
	 * Return those of the user's cache.
	 */
	static PostgresHome home() {
		BinariesCache ofUser = new BinariesCache(CacheFolder.of(EmbeddedOptions.defaults(), false), false);
		return new ClassPathBinaries(UnpackedBinaries.class.getClassLoader(), Platform.current()).find().apply(ofUser);
	}

	/**
	 * Put them into a cache folder of a test.
	 * @return how many bytes they take
	 */
	static long copyTo(Path cache) throws IOException {
		Path home = home().directory();
		Files.createDirectories(cache);
		Path copy = cache.resolve(home.getFileName());
		Command.Result links = Command.run("cp", "-al", home.toString(), copy.toString());
		if (links.status() != 0) {
			Directories.delete(copy);
			Command.Result copies = Command.run("cp", "-a", home.toString(), copy.toString());
			assertThat(copies.status()).as(copies.output()).isZero();
		}
		return Long.parseLong(Command.run("du", "-sk", copy.toString()).output().split("\\s")[0]) << 10;
	}

}
