// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.embedded;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;

/**
 * The files of a stopped cluster in one file, which tells whether it is whole. It begins
 * with a table: its length in 4 bytes, and an entry for each file or folder, parents
 * first, of the length of the path in 2 bytes, the path relative to the cluster in UTF-8,
 * the size in 8 bytes or -1 for a folder. The files' contents follow in that order. The
 * last 8 bytes are the CRC-32 of all before.
 *
 * @param file where it is, or is to be
 */
record ClusterImage(Path file) {

	private static final int BUFFER_SIZE = 1 << 16;

	private static final String PARTIAL = ".partial";

	/**
	 * What the names of images have that this JVM has begun.
	 */
	private static final String OWN_MARK = "of-%s-".formatted(ProcessHandle.current().pid());

	private static final int FOLDER = -1;

	/**
	 * Write it in one step: others see the former image, or none, or this one.
	 * @param directory the folder of the cluster
	 * @param contents what of it is written: files, and folders before what they hold
	 * @throws IOException if that fails; nothing is left behind
	 */
	void write(Path directory, List<Path> contents) throws IOException {
		Path partial = Files.createTempFile(this.file.toAbsolutePath().getParent(),
				this.file.getFileName() + "." + OWN_MARK, PARTIAL);
		try {
			CRC32 checksum = new CRC32();
			try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.WRITE);
					OutputStream output = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_SIZE);
					DataOutputStream image = new DataOutputStream(new CheckedOutputStream(output, checksum))) {
				channel.lock();
				byte[] table = table(directory, contents);
				image.writeInt(table.length);
				image.write(table);
				for (Path path : contents) {
					if (!Files.isDirectory(path)) {
						Files.copy(path, image);
					}
				}
				image.writeLong(checksum.getValue());
				image.flush();
				Files.move(partial, this.file, StandardCopyOption.ATOMIC_MOVE);
			}
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
	 * Remove an image that was begun, unless its JVM still writes it, and has it locked
	 * for that. To open and close one that this JVM writes would give the lock back.
	 */
	static void removeUnlessWritten(Path partial) throws IOException {
		if (partial.getFileName().toString().contains(OWN_MARK)) {
			return;
		}
		try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.WRITE)) {
			if (Directories.tryLock(channel)) {
				Files.deleteIfExists(partial);
			}
		}
		catch (NoSuchFileException ex) {
			// it is whole, or gone
		}
	}

	/**
	 * Fill a folder with the files.
	 * @param directory the folder of the cluster to be, empty
	 * @return whether the image is as it was written; else nothing was unpacked
	 * @throws IOException if it cannot be read, or the folder cannot be written to
	 */
	boolean unpackTo(Path directory) throws IOException {
		try (FileChannel image = FileChannel.open(this.file)) {
			if (!isWhole(image)) {
				return false;
			}
			ByteBuffer table = read(image, Integer.BYTES, read(image, 0, Integer.BYTES).getInt());
			long position = Integer.BYTES + table.limit();
			while (table.hasRemaining()) {
				byte[] name = new byte[Short.toUnsignedInt(table.getShort())];
				table.get(name);
				// java.io: a thousand files take a third of the time of java.nio.file in
				// a young JVM
				File path = new File(directory.toFile(), new String(name, StandardCharsets.UTF_8));
				long size = table.getLong();
				if (size != FOLDER) {
					copy(image, position, size, path);
					position += size;
				}
				else if (!path.mkdir()) {
					throw new IOException("The folder %s cannot be made".formatted(path));
				}
			}
			return true;
		}
	}

	private static byte[] table(Path directory, List<Path> contents) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		DataOutputStream table = new DataOutputStream(bytes);
		for (Path path : contents) {
			table.writeUTF(directory.relativize(path).toString());
			table.writeLong(Files.isDirectory(path) ? FOLDER : Files.size(path));
		}
		return bytes.toByteArray();
	}

	/**
	 * To read the file twice, first for its checksum, is faster than to map it.
	 */
	private static boolean isWhole(FileChannel image) throws IOException {
		CRC32 checksum = new CRC32();
		ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_SIZE);
		long rest = image.size() - Long.BYTES;
		while (rest > 0) {
			buffer.clear().limit((int) Math.min(rest, BUFFER_SIZE));
			int count = image.read(buffer);
			if (count < 0) {
				return false;
			}
			rest -= count;
			checksum.update(buffer.flip());
		}
		return rest == 0 && image.size() > Long.BYTES
				&& read(image, image.size() - Long.BYTES, Long.BYTES).getLong() == checksum.getValue();
	}

	private static ByteBuffer read(FileChannel image, long position, int length) throws IOException {
		ByteBuffer buffer = ByteBuffer.allocate(length);
		while (buffer.hasRemaining()) {
			if (image.read(buffer, position + buffer.position()) < 0) {
				throw new EOFException("An image became shorter while it was read");
			}
		}
		return buffer.flip();
	}

	private static void copy(FileChannel image, long position, long size, File path) throws IOException {
		try (FileOutputStream output = new FileOutputStream(path)) {
			long copied = 0;
			while (copied < size) {
				copied += image.transferTo(position + copied, size - copied, output.getChannel());
			}
		}
	}

}
