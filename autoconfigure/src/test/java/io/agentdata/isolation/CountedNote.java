// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;

/**
 * A note whose ids Hibernate takes from a sequence in blocks of fifty.
 */
@Entity
@Table(name = "numbered_note")
class CountedNote {

	@Id
	@GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "numbers")
	@SequenceGenerator(name = "numbers", sequenceName = "numbered_note_seq", allocationSize = 50)
	Long id;

}
