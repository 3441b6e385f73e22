// SPDX-License-Identifier: Apache-2.0
package io.agentdata.warm;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import liquibase.integration.spring.SpringLiquibase;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;
import org.springframework.beans.ConfigurablePropertyAccessor;
import org.springframework.beans.PropertyAccessorFactory;

/**
 * The settings of Liquibase that its result may depend on, as text.
 */
final class LiquibaseSettings {

	private static final List<String> OF_ITS_MAKERS = List.of("liquibase.", "org.springframework.boot.");

	private LiquibaseSettings() {
	}

	/**
	 * Return the settings.
	 * @return the text, or {@code null} where there are settings that cannot be compared
	 */
	static @Nullable String describe(SpringLiquibase liquibase) {
		if (liquibase.getCustomizer() != null || liquibase.isDropFirst()
				|| OF_ITS_MAKERS.stream().noneMatch(liquibase.getClass().getName()::startsWith)) {
			return null;
		}
		Map<String, String> settings = new TreeMap<>();
		ConfigurablePropertyAccessor fields = PropertyAccessorFactory.forDirectFieldAccess(liquibase);
		for (Field field : SpringLiquibase.class.getDeclaredFields()) {
			Object value = Modifier.isStatic(field.getModifiers()) ? null : fields.getPropertyValue(field.getName());
			if (value instanceof Map<?, ?> map) {
				settings.put(field.getName(), new TreeMap<>(map).toString());
			}
			else if (BeanUtils.isSimpleValueType(field.getType())) {
				settings.put(field.getName(), String.valueOf(value));
			}
		}
		return "Liquibase " + settings;
	}

}
