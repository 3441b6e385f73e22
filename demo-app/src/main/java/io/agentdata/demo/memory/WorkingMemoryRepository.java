// SPDX-License-Identifier: Apache-2.0

package io.agentdata.demo.memory;

import java.util.Optional;

import io.agentdata.demo.user.User;

import org.springframework.data.jpa.repository.JpaRepository;

/**
 * Stored {@link WorkingMemory working memories}.
 */
public interface WorkingMemoryRepository extends JpaRepository<WorkingMemory, Long> {

	/**
	 * Find the working memory of a resource.
	 * @param user whose memory
	 * @param resource what it is about
	 * @return the memory, or empty if nothing was noted yet
	 */
	Optional<WorkingMemory> findByUserAndResource(User user, String resource);

}
