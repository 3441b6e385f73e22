// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

import io.agentdata.test.Isolation;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.env.Environment;

/**
 * How tests are kept apart.
 *
 * @param isolation the isolation of tests that leave it open
 * @param onLeak what happens when a test leaves changes behind
 * @param workers how many tests may have a database at the same time, or {@code null} to
 * go by the memory
 * @param keepFailed whether the databases of failed tests are kept until the next run
 */
record IsolationProperties(Isolation isolation, OnLeak onLeak, @Nullable Integer workers, boolean keepFailed) {

	private static final String PREFIX = "agent.data";

	/**
	 * Read the properties.
	 * @throws InvalidConfigurationPropertyValueException if one of them has no such value
	 */
	static IsolationProperties from(Environment environment) {
		Values values = Binder.get(environment).bindOrCreate(PREFIX, Values.class);
		Integer workers = values.workers();
		if (workers != null && workers < 1) {
			throw new InvalidConfigurationPropertyValueException(PREFIX + ".workers", workers,
					"Tests need 1 database or more.");
		}
		return new IsolationProperties(constant("isolation", values.isolation(), Isolation.AUTO),
				constant("on-leak", values.onLeak(), OnLeak.HEAL), workers, values.keepFailed());
	}

	private static <E extends Enum<E>> E constant(String property, @Nullable String value, E defaultValue) {
		if (value == null) {
			return defaultValue;
		}
		E[] constants = defaultValue.getDeclaringClass().getEnumConstants();
		return Arrays.stream(constants)
			.filter((constant) -> name(constant).equalsIgnoreCase(value.replace('_', '-')))
			.findFirst()
			.orElseThrow(() -> new InvalidConfigurationPropertyValueException(PREFIX + "." + property, value,
					"There is no such value. The values are: %s.".formatted(Arrays.stream(constants)
						.map(IsolationProperties::name)
						.collect(Collectors.joining(", ")))));
	}

	private static String name(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/**
	 * The properties as they are written.
	 *
	 * @param isolation How the changes of tests are undone: auto, rollback, reset,
	 * clone-method, clone-class or none. Default is auto.
	 * @param onLeak What happens when a test leaves changes behind: heal, fail or warn.
	 * Default is heal.
	 * @param verifyConstraints Whether constraints are checked at the end of a test that
	 * is rolled back, as a commit would, unless code of the application would run before
	 * the commit. Default is true.
	 * @param workers Most databases that tests in parallel threads use at the same time;
	 * with 1 they take turns. By default 4, or as many as there are 128 MB of memory
	 * available.
	 * @param keepFailed Whether the database of a failed test is kept as it was at the
	 * failure, until the next run drops it. The log tells how to open it.
	 */
	@ConfigurationProperties(PREFIX)
	record Values(@Nullable String isolation, @Nullable String onLeak, @Nullable Boolean verifyConstraints,
			@Nullable Integer workers, @DefaultValue("false") boolean keepFailed) {

	}

}
