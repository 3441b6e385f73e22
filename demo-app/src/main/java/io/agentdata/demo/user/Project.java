// SPDX-License-Identifier: Apache-2.0

package io.agentdata.demo.user;

import java.util.List;

/**
 * Something a user has made.
 *
 * @param name what it is called
 * @param summary what it is good for
 * @param skills what it took, possibly empty
 */
public record Project(String name, String summary, List<String> skills) {

}
