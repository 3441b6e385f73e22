// SPDX-License-Identifier: Apache-2.0
package io.agentdata.warm;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * The property {@code agent.data.warm-template}.
 *
 * @param warmTemplate Whether a test's database begins with what Flyway or Liquibase made
 * in an earlier run, if nothing has changed since. By default true, and false where the
 * environment variable CI is true.
 */
@ConfigurationProperties(WarmProperties.PREFIX)
record WarmProperties(@Nullable Boolean warmTemplate) {

	static final String PREFIX = "agent.data";

	static WarmProperties from(Environment environment) {
		return Binder.get(environment).bindOrCreate(PREFIX, WarmProperties.class);
	}

}
