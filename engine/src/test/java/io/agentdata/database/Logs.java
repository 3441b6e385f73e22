// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database;

import java.util.List;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThatCode;

/**
 * What is logged while something is done.
 */
public final class Logs {

	private Logs() {
	}

	/**
	 * Do something that does not fail.
	 * @param source the class that logs
	 * @return what it has logged meanwhile
	 */
	public static List<ILoggingEvent> during(Class<?> source, ThrowingCallable action) {
		ListAppender<ILoggingEvent> appender = new ListAppender<>();
		Logger logger = (Logger) LoggerFactory.getLogger(source);
		appender.start();
		logger.addAppender(appender);
		try {
			assertThatCode(action).doesNotThrowAnyException();
		}
		finally {
			logger.detachAppender(appender);
		}
		return List.copyOf(appender.list);
	}

}
