// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.container;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.agentdata.database.process.Command;

/**
 * An address that Docker may answer at.
 *
 * @param address the address, which begins with {@code unix://} or {@code tcp://}
 * @param origin what names the address
 * @param secured whether it takes TLS to speak to it
 */
record DockerEndpoint(String address, String origin, boolean secured) {

	private static final byte[] PING = "GET /_ping HTTP/1.1\r\nHost: docker\r\nConnection: close\r\n\r\n"
		.getBytes(StandardCharsets.US_ASCII);

	private static final int STATUS_LENGTH = "HTTP/1.1 200".length();

	private static final int DEFAULT_PORT = 2375;

	private static final String UNIX = "unix://";

	/**
	 * Return whether the address is a file that exists.
	 */
	boolean exists() {
		return isFile() && Files.exists(file());
	}

	/**
	 * Ask whether Docker is there; see <a href=
	 * "https://docs.docker.com/reference/api/engine/version/v1.41/#tag/System/operation/SystemPing">Ping</a>.
	 * @return what was answered, in words
	 * @throws IOException if nothing that is Docker answers in time
	 */
	String ask(Duration patience) throws IOException {
		SocketAddress socket = socket();
		try (SocketChannel channel = isFile() ? SocketChannel.open(StandardProtocolFamily.UNIX)
				: SocketChannel.open()) {
			CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> ping(channel, socket),
					Command::inBackground);
			return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException ex) {
			throw new IOException("no answer within %s ms".formatted(patience.toMillis()), ex);
		}
		catch (ExecutionException ex) {
			throw new IOException(String.valueOf(rootOf(ex).getMessage()), ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException("interrupted", ex);
		}
	}

	private boolean isFile() {
		return this.address.startsWith(UNIX);
	}

	private Path file() {
		return Path.of(this.address.substring(UNIX.length()));
	}

	private SocketAddress socket() throws IOException {
		if (isFile()) {
			return UnixDomainSocketAddress.of(file());
		}
		try {
			URI uri = new URI(this.address);
			if (uri.getHost() != null) {
				return new InetSocketAddress(uri.getHost(), (uri.getPort() >= 0) ? uri.getPort() : DEFAULT_PORT);
			}
		}
		catch (URISyntaxException ex) {
			throw new IOException("the address cannot be read: " + ex.getMessage(), ex);
		}
		throw new IOException("the address is neither unix:///path nor tcp://host:port");
	}

	private String ping(SocketChannel channel, SocketAddress socket) {
		try {
			channel.connect(socket);
			if (this.secured) {
				return "a connection";
			}
			channel.write(ByteBuffer.wrap(PING));
			ByteBuffer answer = ByteBuffer.allocate(STATUS_LENGTH);
			while (answer.hasRemaining() && channel.read(answer) >= 0) {
				continue;
			}
			String status = new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII);
			if (!status.endsWith(" 200")) {
				throw new IOException("the answer is not Docker's: '%s'".formatted(status));
			}
			return status;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Throwable rootOf(Throwable failure) {
		return (failure.getCause() != null) ? rootOf(failure.getCause()) : failure;
	}

	@Override
	public String toString() {
		return "%s (%s)".formatted(this.address, this.origin);
	}

}
