// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import org.hibernate.FlushMode;
import org.hibernate.Session;

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
	 * Write them. A transaction that is marked for rollback has none, and neither has a
	 * session that writes only when it is told to, as that of a read-only transaction.
	 */
	@Override
	public void run() {
		this.factories.forEach((factory) -> {
			if (TransactionSynchronizationManager.getResource(factory) instanceof EntityManagerHolder holder) {
				EntityManager entityManager = holder.getEntityManager();
				if (entityManager.isJoinedToTransaction() && !entityManager.getTransaction().getRollbackOnly()
						&& entityManager.unwrap(Session.class).getHibernateFlushMode() != FlushMode.MANUAL) {
					entityManager.flush();
				}
			}
		});
	}

}
