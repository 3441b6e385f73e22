// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.external;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.Base64;

import io.agentdata.database.Database;
import io.agentdata.database.DatabaseConfig.Pool;
import io.agentdata.database.DatabaseFactory;
import io.agentdata.database.embedded.SharedServer;
import io.agentdata.database.process.Command;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for connections to a shared PostgreSQL over TLS.
 */
@Timeout(60)
class ExternalServerTlsTests {

	private static final String STORE_PASSWORD = "keystore";

	@TempDir
	static Path folder;

	private static SharedServer server;

	@BeforeAll
	static void start() throws Exception {
		server = SharedServer.start();
		KeyStore identity = identity("server", "ip:127.0.0.1");
		server.add("server.key", pem("PRIVATE KEY", key(identity).getEncoded()));
		server.add("server.crt", pem("CERTIFICATE", certificate(identity).getEncoded()));
		server.execute("postgres", "ALTER SYSTEM SET ssl = on");
		server.execute("postgres", "SELECT pg_reload_conf()");
		certificate("root.crt", identity);
		certificate("other.crt", identity("other", "ip:127.0.0.1"));
	}

	@AfterAll
	static void stop() throws IOException {
		server.close();
	}

	@Test
	void databaseIsConnectedToOverTls() throws Exception {
		String parameters = "?sslmode=verify-full&sslrootcert=" + folder.resolve("root.crt");
		try (DatabaseFactory factory = DatabaseFactory.external(options(server.url("postgres") + parameters), "memory",
				Pool.DEFAULTS)) {
			Database database = factory.database("tls");
			assertThat(database.config().url()).contains("_tls" + parameters);
			try (Connection connection = database.dataSource().getConnection();
					Statement statement = connection.createStatement();
					ResultSet row = statement.executeQuery(
							"SELECT ssl, current_schema() FROM pg_stat_ssl " + "WHERE pid = pg_backend_pid()")) {
				row.next();
				assertThat(row.getBoolean(1)).isTrue();
				assertThat(row.getString(2)).isEqualTo("memory");
			}
		}
	}

	@Test
	void postgresWithACertificateThatIsNotTrusted() {
		assertThatRefused(server.url("postgres") + "?sslmode=verify-full&sslrootcert=" + folder.resolve("other.crt"))
			.withMessageContaining("PKIX path");
	}

	@Test
	void postgresWithoutTheRootCertificate() {
		assertThatRefused(server.url("postgres") + "?sslmode=verify-full&sslrootcert=" + folder.resolve("absent.crt"))
			.withMessageContaining("Could not open SSL root certificate file " + folder.resolve("absent.crt"));
	}

	@Test
	void postgresWithACertificateForAnotherHost() {
		assertThatRefused(server.url("postgres").replace("127.0.0.1", "localhost") + "?sslmode=verify-full&sslrootcert="
				+ folder.resolve("root.crt"))
			.withMessageContaining("localhost");
	}

	@Test
	void postgresWithoutTls() throws Exception {
		try (SharedServer without = SharedServer.start()) {
			assertThatRefused(without.url("postgres") + "?sslmode=require")
				.withMessageContaining("The server does not support SSL.");
		}
	}

	private static ThrowableAssertAlternative<ExternalServerException> assertThatRefused(String url) {
		return assertThatExceptionOfType(ExternalServerException.class)
			.isThrownBy(ExternalServer.of(options(url))::postgres)
			.withMessageContaining(
					" - Check sslmode and sslrootcert in agent.data.external.url, and the server's certificate.");
	}

	private static ExternalOptions options(String url) {
		return new ExternalOptions(url, SharedServer.ROLE, SharedServer.PASSWORD, Duration.ofMinutes(10));
	}

	private static KeyStore identity(String name, String host) throws Exception {
		Path store = folder.resolve(name + ".p12");
		Command.Result result = Command.run(Path.of(System.getProperty("java.home"), "bin/keytool").toString(),
				"-genkeypair", "-alias", name, "-keyalg", "EC", "-dname", "CN=" + name, "-ext", "san=" + host,
				"-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", STORE_PASSWORD);
		assertThat(result.status()).as(result.output()).isZero();
		return KeyStore.getInstance(store.toFile(), STORE_PASSWORD.toCharArray());
	}

	private static Key key(KeyStore identity) throws Exception {
		return identity.getKey(identity.aliases().nextElement(), STORE_PASSWORD.toCharArray());
	}

	private static Certificate certificate(KeyStore identity) throws Exception {
		return identity.getCertificate(identity.aliases().nextElement());
	}

	private static void certificate(String file, KeyStore identity) throws Exception {
		Files.writeString(folder.resolve(file), pem("CERTIFICATE", certificate(identity).getEncoded()));
	}

	private static String pem(String type, byte[] content) {
		return "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(type,
				Base64.getMimeEncoder().encodeToString(content), type);
	}

}
