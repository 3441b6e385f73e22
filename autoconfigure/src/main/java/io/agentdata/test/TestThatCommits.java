// SPDX-License-Identifier: Apache-2.0
package io.agentdata.test;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.Test;

import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * A test on a clone of its own, where each call commits. It is for what fails, which ends
 * a transaction of PostgreSQL, for many rows, and for several threads.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Test
@Isolated(Isolation.CLONE_METHOD)
@Transactional(propagation = Propagation.NOT_SUPPORTED)
@interface TestThatCommits {

}
