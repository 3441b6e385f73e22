// SPDX-License-Identifier: Apache-2.0

package io.agentdata.demo.memory;

/**
 * A message that the agent has recalled.
 *
 * @param messageId the identifier of the message
 * @param content what was said
 * @param distance the cosine distance, from 0 for the same meaning to 2 for the opposite
 */
public record Recollection(Long messageId, String content, double distance) {

}
