// SPDX-License-Identifier: Apache-2.0

package io.agentdata.demo.memory;

import java.util.Map;

import io.agentdata.demo.user.User;
import org.jspecify.annotations.Nullable;

import org.springframework.transaction.annotation.Transactional;
import org.springframework.util.Assert;

/**
 * Notes what the agent keeps in mind, to read it back as text.
 */
@Transactional
public class WorkingMemoryNotes {

	private final WorkingMemoryRepository memories;

	WorkingMemoryNotes(WorkingMemoryRepository memories) {
		this.memories = memories;
	}

	/**
	 * Replace what is kept in mind about a resource.
	 * @param user a saved user
	 * @param resource what it is about, such as {@code job-search}
	 * @param content texts, numbers, booleans, lists and maps by name
	 * @throws IllegalArgumentException if the resource is not written in lower case,
	 * digits and hyphens; nothing is stored then
	 */
	public void note(User user, String resource, Map<String, @Nullable Object> content) {
		Assert.isTrue(resource.matches("[a-z][a-z0-9-]*"), () -> "Cannot note anything about the resource '" + resource
				+ "': name it in lower case, digits and hyphens, such as 'job-search'");
		WorkingMemory memory = this.memories.findByUserAndResource(user, resource)
			.orElseGet(() -> new WorkingMemory(user, resource));
		memory.setContent(content);
		this.memories.save(memory);
	}

	/**
	 * Summarise what is kept in mind about a resource.
	 * @param user whose memory
	 * @param resource what it is about
	 * @return one line for each value in the order of the names, never empty
	 */
	@Transactional(readOnly = true)
	public String summarise(User user, String resource) {
		return this.memories.findByUserAndResource(user, resource)
			.map((memory) -> WorkingMemorySummary.of(memory.getContent()))
			.filter((summary) -> !summary.isEmpty())
			.orElseGet(() -> "Nothing is known about " + resource + " yet.");
	}

}
