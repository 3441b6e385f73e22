// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The digest that tells files and texts apart.
 */
public final class Sha256 {

	private static final int BUFFER_SIZE = 1 << 16;

	private Sha256() {
	}

	/**
	 * Read resources to their ends, one after the other.
	 * @param resources the resources
	 * @return the digest of all their bytes, 64 lower-case hexadecimal digits
	 * @throws IOException if one of them cannot be read
	 */
	public static String of(List<URL> resources) throws IOException {
		MessageDigest digest = sha256();
		byte[] buffer = new byte[BUFFER_SIZE];
		for (URL resource : resources) {
			try (InputStream stream = resource.openStream()) {
				for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
					digest.update(buffer, 0, count);
				}
			}
		}
		return HexFormat.of().formatHex(digest.digest());
	}

	/**
	 * Return the digest of a text.
	 * @param text the text, taken as UTF-8
	 * @return 64 lower-case hexadecimal digits
	 */
	public static String of(String text) {
		return of(text.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Return the digest of bytes.
	 * @param content the bytes
	 * @return 64 lower-case hexadecimal digits
	 */
	public static String of(byte[] content) {
		return HexFormat.of().formatHex(sha256().digest(content));
	}

	private static MessageDigest sha256() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every JVM has SHA-256", ex);
		}
	}

}
