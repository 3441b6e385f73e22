// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark.suite;

import java.util.List;

import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

/**
 * Stored {@link Message messages}.
 */
interface MessageRepository extends JpaRepository<Message, Long> {

	List<Message> findByThread(ChatThread thread);

	/**
	 * Find the messages of a thread that are nearest to an embedding, in the query
	 * language that all variants understand.
	 */
	@Query("""
			select m from Message m
			where m.thread = :thread
			order by cosine_distance(m.embedding, :embedding)""")
	List<Message> findNearest(ChatThread thread, float[] embedding, Limit limit);

	/**
	 * Find the messages of all threads that are nearest to an embedding.
	 */
	@Query("select m from Message m order by cosine_distance(m.embedding, :embedding)")
	List<Message> findNearest(float[] embedding, Limit limit);

}
