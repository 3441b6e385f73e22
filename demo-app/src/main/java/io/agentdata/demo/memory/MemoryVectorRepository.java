// SPDX-License-Identifier: Apache-2.0

package io.agentdata.demo.memory;

import java.util.List;
import java.util.Set;

import io.agentdata.demo.user.User;

import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.NativeQuery;
import org.springframework.data.jpa.repository.Query;

/**
 * Stored {@link MemoryVector vectors}.
 */
public interface MemoryVectorRepository extends JpaRepository<MemoryVector, Long> {

	/**
	 * Find the messages of a user that are nearest to an embedding.
	 * @param user whose messages
	 * @param embedding {@value MemoryVector#DIMENSIONS} elements
	 * @param limit how many at most
	 * @return the messages with their cosine distances, nearest first; possibly empty
	 */
	@Query("""
			select new io.agentdata.demo.memory.Recollection(
					v.message.id, v.content, cosine_distance(v.embedding, :embedding))
			from MemoryVector v
			where v.user = :user
			order by cosine_distance(v.embedding, :embedding)""")
	List<Recollection> findNearestMessages(User user, float[] embedding, Limit limit);

	/**
	 * Find the entries of the career guide that are nearest to an embedding.
	 * @param embedding {@value MemoryVector#DIMENSIONS} elements in the notation of
	 * pgvector, such as {@code [0.1, 0.2]}
	 * @param limit how many at most
	 * @return the entries with their cosine distances, nearest first; possibly empty
	 * @see <a href="https://github.com/pgvector/pgvector#querying">Querying</a>
	 */
	@NativeQuery("""
			SELECT guide_entry, content, metadata ->> 'answer' AS answer,
			  embedding <=> cast(:embedding AS vector) AS distance
			FROM agent_memory.vectors
			WHERE guide_entry IS NOT NULL
			ORDER BY embedding <=> cast(:embedding AS vector)
			LIMIT :limit""")
	List<NearestGuideEntry> findNearestGuideEntries(String embedding, int limit);

	/**
	 * Find which entries of the career guide are stored.
	 * @return their identifiers, possibly empty
	 */
	@Query("select v.guideEntry from MemoryVector v where v.guideEntry is not null")
	Set<String> findGuideEntries();

}
