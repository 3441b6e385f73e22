// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.orm.jpa.EntityManagerHolder;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Changes of entities that a commit would write.
 */
final class PendingChanges implements Runnable {

	private final ObjectProvider<EntityManagerFactory> factories;

	PendingChanges(ObjectProvider<EntityManagerFactory> factories) {
		this.factories = factories;
	}

	/**
	 * Write them. A transaction that is marked for rollback has none.
	 */
	@Override
	public void run() {
		this.factories.forEach((factory) -> {
			if (TransactionSynchronizationManager.getResource(factory) instanceof EntityManagerHolder holder) {
				EntityManager entityManager = holder.getEntityManager();
				if (entityManager.isJoinedToTransaction() && !entityManager.getTransaction().getRollbackOnly()) {
					entityManager.flush();
				}
			}
		});
	}

}
