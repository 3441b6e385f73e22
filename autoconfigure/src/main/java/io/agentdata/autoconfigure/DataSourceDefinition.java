// SPDX-License-Identifier: Apache-2.0
package io.agentdata.autoconfigure;

import java.util.List;
import java.util.stream.Stream;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.type.MethodMetadata;

/**
 * A DataSource bean that a context is going to have.
 *
 * @param name the bean's name
 * @param definition what it will be made from
 */
record DataSourceDefinition(String name, BeanDefinition definition) {

	private static final String BOOT = "org.springframework.boot.jdbc.";

	/**
	 * Find the DataSource beans of a context without making one.
	 */
	static List<DataSourceDefinition> in(ConfigurableListableBeanFactory beanFactory) {
		return Stream.of(beanFactory.getBeanNamesForType(DataSource.class, true, false))
			.map((name) -> new DataSourceDefinition(name, beanFactory.getMergedBeanDefinition(name)))
			.toList();
	}

	/**
	 * Return whether Boot made the definition: its auto-configuration, or its test
	 * slices.
	 */
	boolean isFromBoot() {
		return origin().startsWith(BOOT);
	}

	boolean isAnnotated(String annotation) {
		MethodMetadata factoryMethod = factoryMethod();
		return factoryMethod != null && factoryMethod.isAnnotated(annotation);
	}

	/**
	 * Return the method or the class that the bean comes from.
	 */
	String origin() {
		MethodMetadata factoryMethod = factoryMethod();
		return (factoryMethod != null)
				? factoryMethod.getDeclaringClassName() + "." + factoryMethod.getMethodName() + "()"
				: String.valueOf(this.definition.getBeanClassName());
	}

	private @Nullable MethodMetadata factoryMethod() {
		return (this.definition instanceof AnnotatedBeanDefinition annotated) ? annotated.getFactoryMethodMetadata()
				: null;
	}

}
