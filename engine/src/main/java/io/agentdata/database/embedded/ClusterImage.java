// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.embedded;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;

import org.jspecify.annotations.Nullable;

/**
 * The files of a stopped cluster in one file, which is read at once and tells whether it
 * is whole. It holds an entry for each file or folder, parents first: the length of the
 * path in 2 bytes, the path relative to the cluster in UTF-8, the size in 8 bytes or -1
 * for a folder, the content. The last 8 bytes are the CRC-32 of all before.
 *
 * @param file where it is, or is to be
 */
record ClusterImage(Path file) {

	private static final int BUFFER_SIZE = 1 << 16;

	private static final String PARTIAL = ".partial";

	private static final int FOLDER = -1;

	/**
	 * Write it in one step: others see the former image, or none, or this one.
	 * @param directory the folder of the cluster
	 * @param contents what of it is written: files, and folders before what they hold
	 * @throws IOException if that fails; nothing is left behind
	 */
	void write(Path directory, List<Path> contents) throws IOException {
		Path partial = Files.createTempFile(this.file.toAbsolutePath().getParent(), this.file.getFileName() + ".",
				PARTIAL);
		try {
			CRC32 checksum = new CRC32();
			try (OutputStream output = new BufferedOutputStream(Files.newOutputStream(partial), BUFFER_SIZE);
					DataOutputStream entries = new DataOutputStream(new CheckedOutputStream(output, checksum))) {
				for (Path path : contents) {
					boolean folder = Files.isDirectory(path);
					entries.writeUTF(directory.relativize(path).toString());
					entries.writeLong(folder ? FOLDER : Files.size(path));
					if (!folder) {
						Files.copy(path, entries);
					}
				}
				entries.writeLong(checksum.getValue());
			}
			Files.move(partial, this.file, StandardCopyOption.ATOMIC_MOVE);
		}
		finally {
			Files.deleteIfExists(partial);
		}
	}

	/**
	 * Return whether a file is an image that was begun.
	 */
	static boolean isPartial(Path file) {
		return file.getFileName().toString().endsWith(PARTIAL);
	}

	/**
	 * Fill a folder with the files.
	 * @param directory the folder of the cluster to be, empty
	 * @return whether the image is as it was written; else nothing was unpacked
	 * @throws IOException if it cannot be read, or the folder cannot be written to
	 */
	boolean unpackTo(Path directory) throws IOException {
		ByteBuffer entries = entries();
		if (entries == null) {
			return false;
		}
		File target = directory.toFile();
		while (entries.hasRemaining()) {
			byte[] name = new byte[Short.toUnsignedInt(entries.getShort())];
			entries.get(name);
			// java.io: a thousand files take a third of the time of java.nio.file in a
			// young JVM
			File path = new File(target, new String(name, StandardCharsets.UTF_8));
			int size = (int) entries.getLong();
			if (size != FOLDER) {
				try (RandomAccessFile output = new RandomAccessFile(path, "rw")) {
					ByteBuffer content = entries.slice(entries.position(), size);
					while (content.hasRemaining()) {
						output.getChannel().write(content);
					}
				}
				entries.position(entries.position() + size);
			}
			else if (!path.mkdir()) {
				throw new IOException("The folder %s cannot be made".formatted(path));
			}
		}
		return true;
	}

	private @Nullable ByteBuffer entries() throws IOException {
		try (FileChannel channel = FileChannel.open(this.file)) {
			int length = (int) channel.size() - Long.BYTES;
			if (length <= 0) {
				return null;
			}
			ByteBuffer image = channel.map(MapMode.READ_ONLY, 0, channel.size());
			CRC32 checksum = new CRC32();
			checksum.update(image.slice(0, length));
			if (checksum.getValue() != image.getLong(length)) {
				return null;
			}
			return image.slice(0, length);
		}
	}

}
