// SPDX-License-Identifier: Apache-2.0
package io.agentdata.warm;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.flywaydb.core.api.Location;
import org.flywaydb.core.api.MigrationPattern;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.pattern.ValidatePattern;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;
import org.springframework.util.ReflectionUtils;

/**
 * The settings of Flyway that its result may depend on, as text.
 */
final class FlywaySettings {

	/**
	 * They tell which database it is, in this run.
	 */
	private static final Set<String> CONNECTION = Set.of("getUrl", "getUser", "getPassword", "getCachedDataSources",
			"getCachedResolvedEnvironments");

	private static final Set<Class<?>> VALUES = Set.of(MigrationVersion.class, Location[].class,
			MigrationPattern[].class, ValidatePattern[].class);

	private FlywaySettings() {
	}

	/**
	 * Return the settings, whatever there will be in later versions of Flyway.
	 */
	static String describe(Configuration configuration) {
		Map<String, String> settings = new TreeMap<>();
		// Java returns them in any order, and Flyway's getTarget() sets another setting
		Method[] methods = Configuration.class.getMethods();
		Arrays.sort(methods, Comparator.comparing(Method::getName));
		for (Method method : methods) {
			if (method.getParameterCount() == 0 && !CONNECTION.contains(method.getName())
					&& isValue(method.getReturnType())) {
				settings.put(method.getName(), text(ReflectionUtils.invokeMethod(method, configuration)));
			}
		}
		return "Flyway " + settings;
	}

	private static boolean isValue(Class<?> type) {
		return BeanUtils.isSimpleProperty(type) || type == Map.class || VALUES.contains(type);
	}

	private static String text(@Nullable Object value) {
		if (value instanceof Map<?, ?> map) {
			return new TreeMap<>(map).toString();
		}
		return (value instanceof Object[] array) ? Arrays.toString(array) : String.valueOf(value);
	}

}
