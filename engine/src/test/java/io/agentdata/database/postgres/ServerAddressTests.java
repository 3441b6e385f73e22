// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.postgres;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ServerAddress} and {@link JdbcUrl}.
 */
class ServerAddressTests {

	@ParameterizedTest
	@CsvSource(
			textBlock = """
					jdbc:postgresql://db:5433/shop,                postgresql://db:5433/, shop,     ''
					jdbc:postgresql://db/,                         postgresql://db/,      postgres, ''
					jdbc:postgresql://db,                          postgresql://db/,      postgres, ''
					jdbc:postgresql://db?ssl=true,                 postgresql://db/,      postgres, ?ssl=true
					jdbc:postgresql:shop,                          postgresql:,           shop,     ''
					jdbc:postgresql://[::1]:5432/shop?a=b&c=d,     postgresql://[::1]:5432/, shop,  ?a=b&c=d
					'jdbc:postgresql://one:1,two:2/shop?targetServerType=primary', 'postgresql://one:1,two:2/', shop, ?targetServerType=primary
					""")
	void parseKeepsHostsAndParameters(String url, String hosts, String database, String parameters) {
		ServerAddress address = ServerAddress.parse(url);
		assertThat("postgresql:" + address.hosts()).isEqualTo(hosts);
		assertThat(address.database()).isEqualTo(database);
		assertThat(address.parameters()).isEqualTo(parameters);
		assertThat(address.ours()).isFalse();
		assertThat(address.url("other")).isEqualTo("jdbc:%sother%s", hosts, parameters);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "postgresql://db/shop", "jdbc:mysql://db/shop", "jdbc:postgresql:/shop" })
	void parseOfAnotherUrlIsRefused(String url) {
		assertThatIllegalArgumentException().isThrownBy(() -> ServerAddress.parse(url))
			.withMessage("it is no JDBC URL of PostgreSQL");
	}

	@ParameterizedTest
	@ValueSource(strings = { "jdbc:postgresql://db:99999/shop", "jdbc:postgresql://db/shop?service=absent" })
	void parseOfAUrlThatTheDriverDoesNotKnowIsRefused(String url) {
		assertThatIllegalArgumentException().isThrownBy(() -> ServerAddress.parse(url))
			.withMessage("PostgreSQL's driver does not understand it");
	}

	@ParameterizedTest
	@ValueSource(strings = { "jdbc:postgresql://db/shop?user=ci", "jdbc:postgresql://db/shop?ssl=true&password=x",
			"jdbc:postgresql://ci:x@db/shop" })
	void parseOfAUrlWithALoginIsRefused(String url) {
		assertThatIllegalArgumentException().isThrownBy(() -> ServerAddress.parse(url))
			.withMessage("a user or a password in it would be shown in logs");
	}

	@Test
	void withoutSecretsShowsAllButPasswords() {
		assertThat(JdbcUrl.withoutSecrets("jdbc:postgresql://db/shop?sslpassword=one&user=ci&password=two&ssl=true"))
			.isEqualTo("jdbc:postgresql://db/shop?sslpassword=***&user=ci&password=***&ssl=true");
		assertThat(JdbcUrl.withoutSecrets("postgres://ci:p/a:s@s?@db/shop")).isEqualTo("postgres://***@db/shop");
		assertThat(JdbcUrl.withoutSecrets("jdbc:postgresql://db/shop")).isEqualTo("jdbc:postgresql://db/shop");
	}

}
