// SPDX-License-Identifier: Apache-2.0
package com.example.notes;

import java.util.Arrays;
import java.util.List;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
public class NoteStore {

	private final JdbcClient jdbc;

	NoteStore(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	public void add(String content, float... embedding) {
		this.jdbc.sql("INSERT INTO notes (content, embedding) VALUES (?, ?::vector)")
			.params(content, Arrays.toString(embedding))
			.update();
	}

	public List<String> nearest(int limit, float... embedding) {
		return this.jdbc.sql("SELECT content FROM notes ORDER BY embedding <=> ?::vector LIMIT ?")
			.params(Arrays.toString(embedding), limit)
			.query(String.class)
			.list();
	}

}
