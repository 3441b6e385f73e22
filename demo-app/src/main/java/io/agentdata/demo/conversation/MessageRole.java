// SPDX-License-Identifier: Apache-2.0

package io.agentdata.demo.conversation;

/**
 * Who speaks in a {@link Message}.
 */
public enum MessageRole {

	/**
	 * The instructions of the agent.
	 */
	SYSTEM,

	/**
	 * The person who asks for advice.
	 */
	USER,

	/**
	 * The agent itself.
	 */
	ASSISTANT,

	/**
	 * A tool that the agent has called.
	 */
	TOOL

}
