// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark;

import java.lang.reflect.Field;
import java.math.BigDecimal;
import java.math.MathContext;

/**
 * The constants of {@code io.agentdata.database.reset.ResetCosts}, which nobody else may
 * read.
 */
final class EngineCosts {

	private static final String NAME = "io.agentdata.database.reset.ResetCosts";

	private static final MathContext TWO_DIGITS = new MathContext(2);

	private EngineCosts() {
	}

	/**
	 * Return a constant.
	 * @return microseconds
	 * @throws IllegalStateException if the engine has no such constant
	 */
	static long of(String constant) {
		try {
			Field field = Class.forName(NAME).getDeclaredField(constant);
			field.setAccessible(true);
			return field.getLong(null);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException("%s has no constant %s.".formatted(NAME, constant), ex);
		}
	}

	/**
	 * Return a time as a constant is declared: a whole number of two significant digits.
	 */
	static String rounded(double microseconds) {
		return new BigDecimal(Math.max(1, Math.round(microseconds))).round(TWO_DIGITS).toPlainString();
	}

}
