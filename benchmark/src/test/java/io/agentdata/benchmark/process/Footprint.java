// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark.process;

import java.io.IOException;
import java.io.Serializable;
import java.lang.management.ManagementFactory;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/**
 * What a JVM and the server of its tests hold at one moment.
 *
 * @param heap bytes of this JVM's heap in use after a collection
 * @param jvmHandles open files of this JVM
 * @param serverHandles open files of the server's first process
 * @param processes the server's processes, one of which each connection is
 * @param serverPss bytes of memory of these processes
 * @param disk bytes of the server's folder
 */
public record Footprint(long heap, long jvmHandles, long serverHandles, long processes, long serverPss,
		long disk) implements Serializable {

	private static final int COLLECTIONS = 3;

	static Footprint of(List<RunningProcess> server) {
		RunningProcess jvm = new RunningProcess(Path.of("/proc/self"));
		long heap = usedHeap();
		// the first process of a server is the oldest: the others are its children
		RunningProcess first = server.stream()
			.filter((process) -> process.arguments().contains("-D"))
			.findFirst()
			.orElseThrow(() -> new IllegalStateException("No server of this JVM's tests is to be seen."));
		List<String> arguments = first.arguments();
		return new Footprint(heap, jvm.handles(), first.handles(), server.size(),
				server.stream().mapToLong(RunningProcess::pss).sum(),
				size(Path.of(arguments.get(arguments.indexOf("-D") + 1))));
	}

	/**
	 * Return the heap in use that a full collection leaves.
	 * @return bytes
	 */
	public static long usedHeap() {
		for (int i = 0; i < COLLECTIONS; i++) {
			System.gc();
		}
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

	private static long size(Path folder) {
		long[] size = { 0 };
		try {
			Files.walkFileTree(folder, new SimpleFileVisitor<>() {

				@Override
				public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
					size[0] += attributes.size();
					return FileVisitResult.CONTINUE;
				}

				@Override
				public FileVisitResult visitFileFailed(Path file, IOException ex) {
					return FileVisitResult.CONTINUE;
				}

			});
		}
		catch (IOException ex) {
			throw new IllegalStateException("The folder %s cannot be read.".formatted(folder), ex);
		}
		return size[0];
	}

}
