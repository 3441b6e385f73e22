// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.sql.init.dependency.DatabaseInitializerDetector;
import org.springframework.core.env.Environment;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;
import org.springframework.util.ClassUtils;

/**
 * The beans that make the application's schema, by what Spring Boot itself knows of them:
 * migration tools, scripts, Hibernate.
 *
 * @see DatabaseInitializerDetector
 */
final class SchemaMakers {

	private static final String ENTITY_MANAGER_FACTORY = "jakarta.persistence.EntityManagerFactory";

	private final ConfigurableListableBeanFactory beans;

	private final Environment environment;

	SchemaMakers(ConfigurableListableBeanFactory beans, Environment environment) {
		this.beans = beans;
		this.environment = environment;
	}

	/**
	 * Initialize them all. Where initialization is lazy, they would begin in the middle
	 * of the first test that needs them.
	 */
	void initialize() {
		names().forEach(this.beans::getBean);
	}

	private Set<String> names() {
		ClassLoader classLoader = this.beans.getBeanClassLoader();
		List<DatabaseInitializerDetector> detectors = SpringFactoriesLoader.forDefaultResourceLocation(classLoader)
			.load(DatabaseInitializerDetector.class, ArgumentResolver.of(Environment.class, this.environment));
		Set<String> names = new LinkedHashSet<>();
		detectors.forEach((detector) -> names.addAll(detector.detect(this.beans)));
		if (ClassUtils.isPresent(ENTITY_MANAGER_FACTORY, classLoader)) {
			names.addAll(List.of(this.beans
				.getBeanNamesForType(ClassUtils.resolveClassName(ENTITY_MANAGER_FACTORY, classLoader), true, false)));
		}
		return names;
	}

}
