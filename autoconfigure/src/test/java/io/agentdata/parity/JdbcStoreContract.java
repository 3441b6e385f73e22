// SPDX-License-Identifier: Apache-2.0
package io.agentdata.parity;

import io.agentdata.test.VectorStoreContract;
import io.agentdata.test.VectorStoreUnderTest;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The contract of a repository of plain JDBC.
 */
abstract class JdbcStoreContract extends VectorStoreContract<Long> {

	@Autowired
	private JdbcClient jdbc;

	@Override
	protected VectorStoreUnderTest<Long> store() {
		return new PassageJdbcStore(this.jdbc);
	}

}
