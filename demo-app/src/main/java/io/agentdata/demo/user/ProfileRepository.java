// SPDX-License-Identifier: Apache-2.0

package io.agentdata.demo.user;

import java.util.List;

import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.NativeQuery;

/**
 * Stored {@link Profile profiles}.
 */
public interface ProfileRepository extends JpaRepository<Profile, Long> {

	/**
	 * Find the profiles whose filtered data contain a JSON fragment.
	 * @param fragment a JSON object such as <code>{"skills": ["SQL"]}</code>
	 * @return the profiles in the order of their names, possibly empty
	 * @see <a href=
	 * "https://www.postgresql.org/docs/17/datatype-json.html#JSON-CONTAINMENT">Containment</a>
	 */
	@NativeQuery("SELECT * FROM profiles WHERE filtered_data @> cast(:fragment AS jsonb) ORDER BY username")
	List<Profile> findByFilteredDataContaining(String fragment);

}
