// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark.suite;

import org.springframework.data.jpa.repository.JpaRepository;

/**
 * Stored {@link ChatThread threads}.
 */
interface ChatThreadRepository extends JpaRepository<ChatThread, Long> {

}
