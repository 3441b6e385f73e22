// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import net.javacrumbs.shedlock.support.StorageBasedLockProvider;

import org.springframework.beans.factory.ObjectProvider;

/**
 * ShedLock's record of the locks for which it has made a row.
 *
 * @see <a href="https://github.com/lukas-krecan/ShedLock">ShedLock</a>
 */
final class ShedLockRecords implements StateInMemory {

	private final ObjectProvider<StorageBasedLockProvider> providers;

	ShedLockRecords(ObjectProvider<StorageBasedLockProvider> providers) {
		this.providers = providers;
	}

	@Override
	public void forgetRows(Lane lane) {
		this.providers.forEach(StorageBasedLockProvider::clearCache);
	}

}
