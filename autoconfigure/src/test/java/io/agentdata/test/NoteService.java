// SPDX-License-Identifier: Apache-2.0
package io.agentdata.test;

import org.springframework.stereotype.Service;

/**
 * A component that a test slice leaves out.
 */
@Service
class NoteService {

}
