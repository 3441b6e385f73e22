// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark.process;

import java.time.Duration;

/**
 * Looks at the memory of servers from time to time.
 */
public final class PeakMemory implements AutoCloseable {

	private static final Duration INTERVAL = Duration.ofMillis(250);

	private final ServerProcesses servers;

	private final Thread thread = new Thread(this::run, "peak-memory");

	private volatile long peak;

	private volatile boolean closed;

	private PeakMemory(ServerProcesses servers) {
		this.servers = servers;
	}

	/**
	 * Begin to look.
	 * @param servers whose memory
	 * @return what the caller closes
	 */
	public static PeakMemory of(ServerProcesses servers) {
		PeakMemory memory = new PeakMemory(servers);
		memory.thread.setDaemon(true);
		memory.thread.start();
		return memory;
	}

	/**
	 * Return the most memory seen at one moment.
	 * @return bytes of PSS, 0 where no server was seen
	 */
	public long bytes() {
		return this.peak;
	}

	@Override
	public void close() {
		this.closed = true;
		this.thread.interrupt();
	}

	private void run() {
		try {
			while (!this.closed) {
				this.peak = Math.max(this.peak, this.servers.pss());
				Thread.sleep(INTERVAL.toMillis());
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
