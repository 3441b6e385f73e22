// SPDX-License-Identifier: Apache-2.0
package io.agentdata.parity;

import io.agentdata.test.VectorStoreContract;
import io.agentdata.test.VectorStoreUnderTest;
import jakarta.persistence.EntityManager;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The contract of a repository of Hibernate.
 */
abstract class JpaStoreContract extends VectorStoreContract<Long> {

	@Autowired
	private EntityManager entityManager;

	@Autowired
	private PlatformTransactionManager transactions;

	@Override
	protected VectorStoreUnderTest<Long> store() {
		return new PassageJpaStore(this.entityManager, new TransactionTemplate(this.transactions));
	}

}
