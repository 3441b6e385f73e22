// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.util.List;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * The notes over HTTP.
 */
@RestController
class NoteController {

	private final JdbcClient jdbc;

	NoteController(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	@GetMapping("/notes")
	List<String> titles() {
		return this.jdbc.sql("SELECT title FROM note ORDER BY title").query(String.class).list();
	}

	@PostMapping("/notes")
	@Transactional(propagation = Propagation.REQUIRES_NEW)
	void add(@RequestBody String title) {
		this.jdbc.sql("INSERT INTO note (title) VALUES (?)").param(title).update();
	}

}
