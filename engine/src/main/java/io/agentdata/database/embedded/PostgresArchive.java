// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.embedded;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZIOException;
import org.tukaani.xz.XZInputStream;

/**
 * The archive in zonky's jar: a tar file, compressed with xz.
 */
final class PostgresArchive {

	private static final int OWNER_MAY_EXECUTE = 0100;

	private static final int BUFFER_SIZE = 1 << 16;

	private PostgresArchive() {
	}

	/**
	 * Unpack into an empty folder.
	 * @throws PostgresBinariesException if the archive is damaged
	 * @throws IOException if the folder cannot be written to
	 */
	static void unpack(URL archive, Path target) throws IOException {
		try (InputStream stream = new BufferedInputStream(archive.openStream(), BUFFER_SIZE);
				TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(stream))) {
			TarArchiveEntry entry = tar.getNextEntry();
			while (entry != null) {
				if (!onlyForCompilers(entry)) {
					write(tar, entry, target);
				}
				entry = tar.getNextEntry();
			}
		}
		catch (XZIOException | EOFException ex) {
			throw PostgresBinariesException.damaged(archive, ex);
		}
	}

	private static boolean onlyForCompilers(TarArchiveEntry entry) {
		return entry.getName().endsWith(".a") || entry.getName().endsWith(".pc");
	}

	private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path target) throws IOException {
		Path path = target.resolve(entry.getName()).normalize();
		if (!path.startsWith(target)) {
			throw new IOException("The archive's entry %s points out of the archive.".formatted(entry.getName()));
		}
		if (entry.isDirectory()) {
			createDirectories(path);
			return;
		}
		createDirectories(path.resolve("..").normalize());
		if (entry.isSymbolicLink()) {
			Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
			return;
		}
		boolean program = (entry.getMode() & OWNER_MAY_EXECUTE) != 0;
		Files.createFile(path, Directories.permissions(program ? "rwxr-xr-x" : "rw-r--r--"));
		try (var output = Files.newOutputStream(path)) {
			tar.transferTo(output);
		}
	}

	private static void createDirectories(Path directory) throws IOException {
		Files.createDirectories(directory, Directories.permissions("rwxr-xr-x"));
	}

}
