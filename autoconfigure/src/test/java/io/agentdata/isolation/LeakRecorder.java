// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.springframework.context.event.EventListener;

/**
 * Records the leaks of all contexts.
 */
class LeakRecorder {

	static final List<Leak> LEAKS = new CopyOnWriteArrayList<>();

	static List<Leak> of(String method) {
		return LEAKS.stream().filter((leak) -> leak.test().endsWith("." + method + "()")).toList();
	}

	@EventListener
	void record(Leak leak) {
		LEAKS.add(leak);
	}

}
