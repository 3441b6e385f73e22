// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.external;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * Who has made a database, as its name tells. The name carries the JVM's first lease, and
 * a check so that no name of anybody else's is taken for one of ours.
 *
 * @param random what tells one JVM from all others, eight hexadecimal digits
 * @param leaseEnd when its first lease ends, in whole seconds
 */
record JvmId(String random, Instant leaseEnd) {

	private static final Pattern NAME = Pattern.compile("agent_data_([0-9a-f]{8})([0-9a-f]{8})([0-9a-f]{4})_\\w*");

	private static final int RANDOM_BYTES = 4;

	static JvmId create(Instant leaseEnd) {
		byte[] bytes = new byte[RANDOM_BYTES];
		new SecureRandom().nextBytes(bytes);
		return new JvmId(HexFormat.of().formatHex(bytes), leaseEnd.truncatedTo(ChronoUnit.SECONDS));
	}

	/**
	 * Return who has made a database.
	 * @return the JVM, or nothing where it was none of ours
	 */
	static Optional<JvmId> of(String database) {
		Matcher matcher = NAME.matcher(database);
		if (!matcher.matches()) {
			return Optional.empty();
		}
		JvmId owner = new JvmId(matcher.group(1), Instant.ofEpochSecond(Long.parseLong(matcher.group(2), 16)));
		return database.startsWith(owner.prefix()) ? Optional.of(owner) : Optional.empty();
	}

	/**
	 * Return how the names of its databases begin.
	 */
	String prefix() {
		CRC32 check = new CRC32();
		check.update(digits().getBytes(StandardCharsets.US_ASCII));
		return "agent_data_%s%04x_".formatted(digits(), check.getValue() & 0xFFFF);
	}

	/**
	 * Return the key of the advisory lock that it holds while it lives.
	 */
	long lock() {
		return Long.parseUnsignedLong(digits(), 16);
	}

	private String digits() {
		return this.random + "%08x".formatted(this.leaseEnd.getEpochSecond());
	}

}
