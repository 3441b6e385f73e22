// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark.suite;

import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The application's server, where the class path has one. A request is a transaction.
 */
@RestController
class MemoryController {

	private final Memory memory;

	MemoryController(ChatThreadRepository threads, MessageRepository messages) {
		this.memory = new Memory(threads, messages);
	}

	@PostMapping("/recollections")
	@Transactional
	String recall() {
		return this.memory.recall();
	}

}
