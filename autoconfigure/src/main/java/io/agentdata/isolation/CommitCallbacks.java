// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.lang.reflect.Method;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.support.ResourceHolderSynchronization;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Code of the application that runs in the present transaction before its commit, such as
 * a {@code @TransactionalEventListener} of {@code BEFORE_COMMIT}. A rollback leaves it
 * out.
 */
final class CommitCallbacks {

	/**
	 * Those whose method does nothing.
	 */
	private static final Set<Class<?>> NONE = Set.of(TransactionSynchronization.class,
			ResourceHolderSynchronization.class);

	private CommitCallbacks() {
	}

	/**
	 * Return whether there is any.
	 */
	static boolean areRegistered() {
		return TransactionSynchronizationManager.isSynchronizationActive()
				&& TransactionSynchronizationManager.getSynchronizations().stream().anyMatch(CommitCallbacks::isOne);
	}

	private static boolean isOne(TransactionSynchronization synchronization) {
		TransactionPhase phase = phase(synchronization);
		if (phase != null) {
			return phase == TransactionPhase.BEFORE_COMMIT;
		}
		Method method = ClassUtils.getMethod(synchronization.getClass(), "beforeCommit", boolean.class);
		return !NONE.contains(method.getDeclaringClass());
	}

	/**
	 * Return when a listener to events is called. All of them have the method that is
	 * called before a commit.
	 */
	private static @Nullable TransactionPhase phase(TransactionSynchronization synchronization) {
		Method method = ReflectionUtils.findMethod(synchronization.getClass(), "getTransactionPhase");
		if (method == null) {
			return null;
		}
		ReflectionUtils.makeAccessible(method);
		return (ReflectionUtils.invokeMethod(method, synchronization) instanceof TransactionPhase phase) ? phase : null;
	}

}
