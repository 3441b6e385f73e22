// SPDX-License-Identifier: Apache-2.0

package io.agentdata.demo.guide;

import java.util.List;
import java.util.Locale;

import io.agentdata.demo.memory.NearestGuideEntry;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.io.Resource;

/**
 * Prints the nearest answers to each {@code --ask="a question"}. Without one it does
 * nothing.
 */
class AskRunner implements ApplicationRunner {

	private static final int ANSWERS = 3;

	private final CareerGuide guide;

	private final Resource entries;

	AskRunner(CareerGuide guide, Resource entries) {
		this.guide = guide;
		this.entries = entries;
	}

	@Override
	public void run(ApplicationArguments args) {
		List<String> questions = args.getOptionValues("ask");
		if (questions == null) {
			return;
		}
		this.guide.load(GuideEntry.readAll(this.entries));
		questions.forEach((question) -> this.guide.answer(question, ANSWERS).forEach(AskRunner::print));
	}

	private static void print(NearestGuideEntry entry) {
		System.out.printf(Locale.ROOT, "%.3f  %s%n       %s%n", entry.distance(), entry.content(), entry.answer());
	}

}
