// SPDX-License-Identifier: Apache-2.0
package com.example.notes;

/**
 * The same tests once more.
 */
class TwinOfLeakingTests extends LeakingTests {

}
