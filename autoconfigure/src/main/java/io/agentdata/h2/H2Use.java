// SPDX-License-Identifier: Apache-2.0
package io.agentdata.h2;

import io.agentdata.database.h2.H2Database;
import org.hibernate.dialect.H2Dialect;
import org.hibernate.engine.jdbc.spi.JdbcServices;
import org.hibernate.service.ServiceRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Whether Hibernate works on one of our H2 databases. Any other database, also any other
 * H2, is none of our business.
 */
final class H2Use {

	private H2Use() {
	}

	static boolean isOurs(ServiceRegistry services) {
		JdbcServices jdbc = services.requireService(JdbcServices.class);
		if (!(jdbc.getDialect() instanceof H2Dialect)) {
			return false;
		}
		// none where Hibernate must not ask the database
		@Nullable String url = jdbc.getExtractedMetaDataSupport().getUrl();
		return url != null && H2Database.isNamedBy(url);
	}

}
