// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.TableGenerator;

/**
 * A note whose ids Hibernate counts in a row of a table, in blocks of ten.
 */
@Entity
@Table(name = "row_numbered_note")
class RowCountedNote {

	@Id
	@GeneratedValue(strategy = GenerationType.TABLE, generator = "row")
	@TableGenerator(name = "row", table = "ids", pkColumnName = "name", valueColumnName = "next", allocationSize = 10)
	Long id;

}
