// SPDX-License-Identifier: Apache-2.0

package io.agentdata.demo.memory;

/**
 * An entry of the career guide that is near to a question.
 *
 * @param guideEntry the identifier of the entry
 * @param content the question that the entry answers
 * @param answer the answer
 * @param distance the cosine distance, from 0 for the same meaning to 2 for the opposite
 */
public record NearestGuideEntry(String guideEntry, String content, String answer, double distance) {

}
