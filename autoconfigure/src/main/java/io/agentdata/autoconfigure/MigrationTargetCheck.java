// SPDX-License-Identifier: Apache-2.0
package io.agentdata.autoconfigure;

import java.util.List;
import java.util.function.Function;

import javax.sql.DataSource;

import io.agentdata.database.Database;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanWrapper;
import org.springframework.beans.PropertyAccessorFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Stops a migration tool, before it runs, whose DataSource leads to another database than
 * the test's.
 *
 * @param <T> the migration tool
 */
final class MigrationTargetCheck<T> implements BeanPostProcessor {

	/**
	 * The names that pools and drivers give to the JDBC URL.
	 */
	private static final List<String> URL_PROPERTIES = List.of("jdbcUrl", "url");

	private final Class<T> tool;

	private final Function<T, @Nullable DataSource> target;

	private final ObjectProvider<Database> database;

	MigrationTargetCheck(Class<T> tool, Function<T, @Nullable DataSource> target, ObjectProvider<Database> database) {
		this.tool = tool;
		this.target = target;
		this.database = database;
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		if (this.tool.isInstance(bean)) {
			DataSource dataSource = this.target.apply(this.tool.cast(bean));
			String url = (dataSource != null) ? url(dataSource) : null;
			String expected = this.database.getObject().config().url();
			if (url != null && !withoutParameters(url).equals(withoutParameters(expected))) {
				throw new ForeignMigrationException(this.tool.getSimpleName(), beanName, url, expected);
			}
		}
		return bean;
	}

	private static @Nullable String url(DataSource dataSource) {
		BeanWrapper properties = PropertyAccessorFactory.forBeanPropertyAccess(dataSource);
		return URL_PROPERTIES.stream()
			.filter(properties::isReadableProperty)
			.map(properties::getPropertyValue)
			.map((value) -> (value != null) ? value.toString() : null)
			.findFirst()
			.orElse(null);
	}

	private static String withoutParameters(String url) {
		int parameters = url.indexOf('?');
		return (parameters < 0) ? url : url.substring(0, parameters);
	}

}
