// SPDX-License-Identifier: Apache-2.0
package io.agentdata.autoconfigure;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Function;
import java.util.stream.Stream;

import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;

/**
 * What is read from environments, once from each as long as it has the same property
 * sources and profiles. To bind properties takes a young JVM some ten milliseconds, and
 * an application context asks for them twenty times. It is safe for use by several
 * threads.
 *
 * @param <T> what is read
 */
final class ReadOnce<T extends Object> {

	private final Map<Environment, Read<T>> read = Collections.synchronizedMap(new WeakHashMap<>());

	private final Function<Environment, T> reader;

	ReadOnce(Function<Environment, T> reader) {
		this.reader = reader;
	}

	/**
	 * Return what the environment says.
	 */
	T from(Environment environment) {
		List<?> state = state(environment);
		Read<T> before = this.read.get(environment);
		if (before != null && before.state().equals(state)) {
			return before.value();
		}
		T value = this.reader.apply(environment);
		this.read.put(environment, new Read<>(state, value));
		return value;
	}

	/**
	 * A property source equals another one of its name, and may hold the environment.
	 */
	private static List<?> state(Environment environment) {
		Stream<Integer> sources = (environment instanceof ConfigurableEnvironment configurable)
				? configurable.getPropertySources().stream().map(System::identityHashCode) : Stream.empty();
		return Stream.concat(sources, Arrays.stream(environment.getActiveProfiles())).toList();
	}

	/**
	 * A value, and the state of the environment that it was read from.
	 */
	private record Read<T extends Object>(List<?> state, T value) {

	}

}
