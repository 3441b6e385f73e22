// SPDX-License-Identifier: Apache-2.0
package com.example.memory;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

import javax.sql.DataSource;

import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Remembers what the classes with {@code @AgentDataTest} were given. The last one to run
 * has seen it all.
 */
final class SharedContext {

	private static final Set<Object> contexts = Collections.newSetFromMap(new IdentityHashMap<>());

	private static final Set<Object> dataSources = Collections.newSetFromMap(new IdentityHashMap<>());

	private SharedContext() {
	}

	static void verify(ApplicationContext context) {
		contexts.add(context);
		dataSources.add(context.getBean(DataSource.class));
		assertThat(contexts).hasSize(1);
		assertThat(dataSources).hasSize(1);
	}

}
