// SPDX-License-Identifier: Apache-2.0
package com.example.memory;

import java.util.List;

import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

public interface MemoryRepository extends JpaRepository<Memory, Long> {

	@Query("select m from Memory m order by cosine_distance(m.embedding, :embedding)")
	List<Memory> findNearest(float[] embedding, Limit limit);

}
