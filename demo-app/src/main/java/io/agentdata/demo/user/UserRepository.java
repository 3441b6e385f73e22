// SPDX-License-Identifier: Apache-2.0

package io.agentdata.demo.user;

import java.util.Optional;

import org.springframework.data.jpa.repository.JpaRepository;

/**
 * Stored {@link User users}.
 */
public interface UserRepository extends JpaRepository<User, Long> {

	/**
	 * Find a user by the e-mail address.
	 * @param email the address in lower case
	 * @return the user, or empty if nobody has this address
	 */
	Optional<User> findByEmail(String email);

}
