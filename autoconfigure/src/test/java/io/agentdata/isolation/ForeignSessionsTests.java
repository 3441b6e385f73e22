// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

import io.agentdata.test.AutoConfigureAgentData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.postgresql.Driver;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.annotation.Transactional;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for sessions that a test opens past the pool, and leaves open: links of a
 * session, and connections of its own.
 */
@SpringBootTest(
		properties = { "spring.flyway.locations=classpath:db/links", "logging.level.io.agentdata.isolation=off" })
@AutoConfigureAgentData
@Transactional
@TestMethodOrder(MethodOrderer.MethodName.class)
class ForeignSessionsTests {

	private static final String LINKS = "SELECT coalesce(array_length(dblink_get_connections(), 1), 0)";

	private static Connection own;

	@Autowired
	private JdbcTemplate jdbc;

	@Autowired
	private JdbcConnectionDetails details;

	@AfterAll
	static void close() throws SQLException {
		if (own != null) {
			own.close();
		}
	}

	@Test
	void aCommitsThroughALink() {
		link("INSERT INTO audit VALUES (''link'')");
		assertThat(rows()).isOne();
	}

	@Test
	void bFindsNeitherRowNorLink() {
		assertThat(rows()).isZero();
		assertThat(number(LINKS)).isZero();
	}

	@Test
	void cLeavesATransactionOpenInALink() {
		link("BEGIN");
		text("SELECT dblink_exec('audit', 'INSERT INTO audit VALUES (''open'')')");
	}

	@Test
	void dTruncates() {
		truncate();
		assertThat(number(LINKS)).isZero();
	}

	@Test
	void eCommitsInAConnectionOfItsOwn() throws SQLException {
		connect().execute("INSERT INTO audit VALUES ('own')");
		assertThat(rows()).isOne();
	}

	@Test
	void fFindsNoRowOfIt() {
		assertThat(rows()).isZero();
		truncate();
	}

	@Test
	void gLeavesATransactionOpenInAConnectionOfItsOwn() throws SQLException {
		connect().execute("BEGIN; INSERT INTO audit VALUES ('open')");
	}

	@Test
	void hTruncates() {
		truncate();
	}

	@Test
	void iLeavesALockInAConnectionOfItsOwn() throws SQLException {
		connect().execute("BEGIN; LOCK TABLE audit IN SHARE MODE");
	}

	@Test
	void jWrites() {
		this.jdbc.execute("SET LOCAL lock_timeout = '1s'; INSERT INTO audit VALUES ('own')");
	}

	private Statement connect() throws SQLException {
		close();
		assertThat(Driver.isRegistered()).isTrue();
		own = DriverManager.getConnection(this.details.getJdbcUrl(), this.details.getUsername(),
				this.details.getPassword());
		return own.createStatement();
	}

	private void link(String sql) {
		String target = Driver.parseURL(this.details.getJdbcUrl(), null).getProperty("PGPORT");
		text("SELECT dblink_connect('audit', format('host=127.0.0.1 port=%s dbname=%%s user=%s password=%s', "
			.formatted(target, this.details.getUsername(), this.details.getPassword()) + "current_database()))");
		text("SELECT dblink_exec('audit', '%s')".formatted(sql));
	}

	private void truncate() {
		this.jdbc.execute("SET LOCAL lock_timeout = '1s'; TRUNCATE audit");
	}

	private int rows() {
		return number("SELECT count(*) FROM audit");
	}

	private int number(String sql) {
		Integer value = this.jdbc.queryForObject(sql, Integer.class);
		assertThat(value).isNotNull();
		return value;
	}

	private String text(String sql) {
		return String.valueOf(this.jdbc.queryForObject(sql, String.class));
	}

}
