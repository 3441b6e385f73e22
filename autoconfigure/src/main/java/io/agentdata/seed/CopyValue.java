// SPDX-License-Identifier: Apache-2.0
package io.agentdata.seed;

import java.util.Arrays;
import java.util.HexFormat;

import org.jspecify.annotations.Nullable;

/**
 * The text of a value as PostgreSQL reads it.
 */
final class CopyValue {

	private CopyValue() {
	}

	static @Nullable String text(@Nullable Object value) {
		if (value instanceof float[] vector) {
			return Arrays.toString(vector);
		}
		if (value instanceof double[] vector) {
			return Arrays.toString(vector);
		}
		if (value instanceof byte[] bytes) {
			return "\\x" + HexFormat.of().formatHex(bytes);
		}
		if (value != null && value.getClass().isArray()) {
			throw new IllegalArgumentException("A value of the type %s has no text that PostgreSQL reads"
				.formatted(value.getClass().getSimpleName()));
		}
		return (value != null) ? value.toString() : null;
	}

}
