// SPDX-License-Identifier: Apache-2.0

package io.agentdata.pgvector.build;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * SHA-256 digests in lower-case hexadecimal digits.
 */
final class Sha256 {

	private Sha256() {
	}

	static String of(byte[] content) {
		try {
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("This JDK has no SHA-256, which every JDK must have. Use another one.", ex);
		}
	}

}
