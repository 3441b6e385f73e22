// SPDX-License-Identifier: Apache-2.0
package io.agentdata.parity;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * An application that is tested on each engine.
 */
@SpringBootApplication
class ParityApplication {

	/**
	 * Where its migrations are, as a property.
	 */
	static final String MIGRATIONS = "spring.flyway.locations=classpath:db/parity";

	/**
	 * Lets HQL look into JSON, as a property.
	 */
	static final String JSON_FUNCTIONS = "spring.jpa.properties.hibernate.query.hql.json_functions_enabled=true";

}
