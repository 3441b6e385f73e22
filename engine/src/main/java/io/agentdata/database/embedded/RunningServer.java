// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.embedded;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

import io.agentdata.database.postgres.PostgresServer;
import io.agentdata.database.postgres.ServerAddress;
import io.agentdata.database.process.Command;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server that takes connections, as this JVM uses it. The JVM's hold on it is what the
 * kernel gives back when the JVM ends: the pipe to the server's watch, or the lifeline
 * that has a name, and the lock of a file.
 */
final class RunningServer {

	private static final Logger logger = LoggerFactory.getLogger(RunningServer.class);

	private static final Pattern CRASH = Pattern.compile(" PANIC: | was terminated by signal ");

	/**
	 * The server takes its log of changes in pieces of that size.
	 */
	private static final int LEAST_ROOM = 1 << 20;

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final ServerRecord record;

	private final UserCache cache;

	private final ServerUsers.User user;

	private final PostgresServer postgres;

	private final Duration startTime;

	private final @Nullable ServerProcess process;

	private final @Nullable RandomAccessFile lifeline;

	private RunningServer(ServerRecord record, UserCache cache, ServerUsers.User user, Duration startTime,
			@Nullable ServerProcess process, @Nullable RandomAccessFile lifeline) {
		this.record = record;
		this.cache = cache;
		this.user = user;
		this.postgres = new PostgresServer(ServerAddress.of(record.host(), record.port()), Cluster.SUPERUSER,
				record.password(), user.prefix(), this::explain);
		this.startTime = startTime;
		this.process = process;
		this.lifeline = lifeline;
	}

	/**
	 * Use a server that this JVM has started.
	 * @throws SQLException if it does not answer
	 */
	static RunningServer started(ServerRecord record, UserCache cache, ServerProcess process, Duration startTime)
			throws IOException, SQLException {
		RunningServer server = new RunningServer(record, cache, ServerUsers.of(record.directory()).add(), startTime,
				process, null);
		server.verify();
		return server;
	}

	/**
	 * Use a server that another JVM has started, unless that, or its watch, is about to
	 * end it. Each of both tells its intent first and looks for the other's then.
	 * @param cache what is kept from run to run
	 * @param begin when the server was asked for, by {@link System#nanoTime()}
	 * @return the server, or {@code null} where it cannot be used
	 */
	static @Nullable RunningServer found(ServerRecord record, UserCache cache, long begin) {
		// to open one end alone would wait for the other
		try {
			RandomAccessFile lifeline = new RandomAccessFile(record.directory().resolve("lifeline").toFile(), "rw");
			try {
				lifeline.write("use\n".getBytes(StandardCharsets.US_ASCII));
				ServerUsers.User user = ServerUsers.of(record.directory()).add();
				if (isEnding(record, cache.servers())) {
					user.leave();
					throw new IOException("it is about to end");
				}
				return new RunningServer(record, cache, user, Duration.ofNanos(System.nanoTime() - begin), null,
						lifeline);
			}
			catch (IOException | RuntimeException ex) {
				lifeline.close();
				throw ex;
			}
		}
		catch (IOException ex) {
			logger.debug("The server in {} cannot be shared", record.directory(), ex);
			return null;
		}
	}

	private static boolean isEnding(ServerRecord record, ServerFiles servers) throws IOException {
		return !Files.exists(servers.record(record.directory())) || servers.isClaimed(record.directory());
	}

	/**
	 * Return whether it takes connections. Otherwise this JVM has let go of it.
	 */
	boolean answers() throws IOException {
		try {
			verify();
			return true;
		}
		catch (SQLException ex) {
			logger.debug("The server in {} cannot be shared", this.record.directory(), ex);
			return false;
		}
	}

	ServerRecord record() {
		return this.record;
	}

	PostgresServer postgres() {
		return this.postgres;
	}

	Duration startTime() {
		return this.startTime;
	}

	boolean isAlive() {
		return (this.process != null) ? this.process.isAlive() : this.record.isRunning();
	}

	/**
	 * Return whether no JVM uses it any more, and none has stopped it.
	 */
	boolean isUnused() throws IOException {
		return users().isEmpty() && this.record.isRunning();
	}

	/**
	 * Open the registry with the server's record.
	 */
	ServerRegistry registry() throws IOException {
		return this.cache.registry(PATIENCE);
	}

	boolean isKept() {
		return has("kept");
	}

	/**
	 * Let it outlive its JVMs, however they end from now on.
	 */
	void keep() throws IOException {
		mark("kept");
	}

	/**
	 * Note that its templates have changed, and are to be kept when it ends.
	 */
	void noteChange() {
		try {
			mark("changed");
		}
		catch (IOException ex) {
			logger.debug("The templates are not kept", ex);
		}
	}

	/**
	 * Let the server's watch leave the folder to this JVM.
	 */
	void leaveFolder() throws IOException {
		mark("copied");
	}

	/**
	 * Drop the databases of other JVMs that have ended, in the background.
	 */
	void tidy() {
		Command.inBackground(() -> {
			try {
				users().forEnded(this.postgres::dropAll);
			}
			catch (IOException | SQLException ex) {
				logger.debug("The databases of JVMs that have ended are not dropped", ex);
			}
		});
	}

	/**
	 * Let go of it. It ends where this JVM alone may use it; where it is shared, its
	 * watch ends it after the last of its JVMs. Where its templates have changed, the
	 * last of them keeps the cluster.
	 */
	void end() throws IOException, SQLException {
		boolean kept = isKept();
		if (kept) {
			this.postgres.dropAll(this.user.prefix());
		}
		// first, so that of those that end at the same time the last one is the last
		this.user.leave();
		boolean stopped = !kept && has("changed") && new WarmCluster(this, this.cache.clusters()).keep();
		this.postgres.close();
		if (!kept && !stopped && this.process != null && this.record.recipe() == null) {
			this.process.stop();
		}
	}

	private ServerUsers users() {
		return ServerUsers.of(this.record.directory());
	}

	private boolean has(String mark) {
		return Files.exists(this.record.directory().resolve(mark));
	}

	private void mark(String mark) throws IOException {
		if (!has(mark)) {
			Files.createFile(this.record.directory().resolve(mark));
		}
	}

	/**
	 * A server whose process dies begins anew, which ends all sessions. Only its log
	 * tells why, or not even that where nothing is left of the room for both.
	 */
	private SQLException explain(SQLException failure) {
		String state = failure.getSQLState();
		boolean died = state != null && (state.startsWith("08") || state.startsWith("57P"));
		String reason = died ? reason(new Cluster(this.record.directory())) : "";
		return reason.isEmpty() ? failure : new SQLException(
				"%s (the server began anew: %s)".formatted(failure.getMessage(), reason), state, failure);
	}

	/**
	 * Return what the log has to say of the death, which has one line or two.
	 */
	private static String reason(Cluster cluster) {
		List<String> crash = cluster.readLog().lines().filter((line) -> CRASH.matcher(line).find()).toList();
		return (crash.isEmpty() && isFull(cluster.directory())) ? "No space left on device for " + cluster.directory()
				: String.join("; ", crash.subList(Math.max(0, crash.size() - 2), crash.size()));
	}

	private static boolean isFull(Path directory) {
		try {
			return Files.getFileStore(directory).getUsableSpace() < LEAST_ROOM;
		}
		catch (IOException ex) {
			// it went with the server
			return false;
		}
	}

	private void verify() throws IOException, SQLException {
		try {
			this.postgres.verify(PATIENCE);
		}
		catch (SQLException ex) {
			this.postgres.close();
			this.user.leave();
			if (this.lifeline != null) {
				this.lifeline.close();
			}
			throw ex;
		}
	}

}
