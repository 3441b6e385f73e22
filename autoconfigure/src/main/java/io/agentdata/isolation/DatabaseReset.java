// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

/**
 * Application event that committed rows are gone: after a test its database was put back
 * to the state that the test began with. Whoever remembers rows in memory can forget them
 * by it.
 *
 * <pre class="code">
 * &#064;EventListener
 * void forget(DatabaseReset reset) {
 * 	this.knownUsers.clear();
 * }
 * </pre>
 *
 * @param test the test whose changes are gone, such as {@code NoteTests.saves()}
 */
public record DatabaseReset(String test) {

}
