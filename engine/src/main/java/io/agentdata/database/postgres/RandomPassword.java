// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.postgres;

import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The password of a server that is started for one JVM. Others on the machine can reach
 * its port, and nobody has to remember it.
 */
public final class RandomPassword {

	private static final int BYTES = 24;

	private RandomPassword() {
	}

	/**
	 * Return a new password of 192 random bits.
	 * @return 48 lower-case hexadecimal digits
	 */
	public static String create() {
		byte[] bytes = new byte[BYTES];
		new SecureRandom().nextBytes(bytes);
		return HexFormat.of().formatHex(bytes);
	}

}
