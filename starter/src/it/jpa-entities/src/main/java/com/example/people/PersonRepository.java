// SPDX-License-Identifier: Apache-2.0
package com.example.people;

import org.springframework.data.jpa.repository.JpaRepository;

public interface PersonRepository extends JpaRepository<Person, Long> {

}
