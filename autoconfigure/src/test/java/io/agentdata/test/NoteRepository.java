// SPDX-License-Identifier: Apache-2.0
package io.agentdata.test;

import java.util.List;

import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

/**
 * The notes.
 */
interface NoteRepository extends JpaRepository<Note, Long> {

	@Query("select note from Note note order by cosine_distance(note.embedding, :embedding)")
	List<Note> findNearest(float[] embedding);

}
