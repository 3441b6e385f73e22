// SPDX-License-Identifier: Apache-2.0
package io.agentdata.warm;

import java.beans.PropertyDescriptor;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.flywaydb.core.api.Location;
import org.flywaydb.core.api.MigrationPattern;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.pattern.ValidatePattern;

import org.springframework.beans.BeanUtils;
import org.springframework.beans.BeanWrapper;
import org.springframework.beans.PropertyAccessorFactory;

/**
 * The settings of Flyway that its result may depend on, as text.
 */
final class FlywaySettings {

	/**
	 * They tell which database it is, in this run.
	 */
	private static final Set<String> CONNECTION = Set.of("url", "user", "password", "class", "cachedDataSources",
			"cachedResolvedEnvironments");

	private static final Set<Class<?>> VALUES = Set.of(MigrationVersion.class, Location[].class,
			MigrationPattern[].class, ValidatePattern[].class);

	private FlywaySettings() {
	}

	/**
	 * Return the settings, whatever there will be in later versions of Flyway.
	 */
	static String describe(Configuration configuration) {
		Map<String, String> settings = new TreeMap<>();
		BeanWrapper values = PropertyAccessorFactory.forBeanPropertyAccess(configuration);
		for (PropertyDescriptor property : BeanUtils.getPropertyDescriptors(Configuration.class)) {
			if (!CONNECTION.contains(property.getName()) && isValue(property.getPropertyType())) {
				settings.put(property.getName(), text(values.getPropertyValue(property.getName())));
			}
		}
		return "Flyway " + settings;
	}

	private static boolean isValue(Class<?> type) {
		return BeanUtils.isSimpleProperty(type) || type == Map.class || VALUES.contains(type);
	}

	private static String text(Object value) {
		if (value instanceof Map<?, ?> map) {
			return new TreeMap<>(map).toString();
		}
		return (value instanceof Object[] array) ? Arrays.toString(array) : String.valueOf(value);
	}

}
