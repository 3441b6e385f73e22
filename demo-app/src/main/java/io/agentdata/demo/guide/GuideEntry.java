// SPDX-License-Identifier: Apache-2.0

package io.agentdata.demo.guide;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.io.Resource;

/**
 * A question about careers with its answer.
 *
 * @param id a unique name, such as {@code salary-raise-ask}
 * @param topic the area it belongs to, such as {@code salary}
 * @param question the question, unique
 * @param answer one to three sentences
 */
public record GuideEntry(String id, String topic, String question, String answer) {

	/**
	 * Read entries that are written as JSON, one a line.
	 * @param resource UTF-8 text without empty lines
	 * @return the entries in the order of the lines
	 * @throws UncheckedIOException if the resource cannot be read
	 */
	static List<GuideEntry> readAll(Resource resource) {
		JsonMapper mapper = new JsonMapper();
		try {
			return resource.getContentAsString(StandardCharsets.UTF_8)
				.lines()
				.map((line) -> mapper.readValue(line, GuideEntry.class))
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot read the career guide from " + resource.getDescription(), ex);
		}
	}

}
