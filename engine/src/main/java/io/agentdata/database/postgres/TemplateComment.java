// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.postgres;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The description of a warm template, as text that people can read.
 *
 * @param created when the template was made
 * @param used when a database last began with it
 * @param fingerprint what it was made from, one line for each resource
 */
record TemplateComment(Instant created, Instant used, List<String> fingerprint) {

	private static final Duration LONG = Duration.ofDays(1);

	private static final Pattern TITLE = Pattern
		.compile("AgentDataTest, a warm template of (\\d+) resources, made (\\S+), used (\\S+)");

	static TemplateComment of(List<String> fingerprint, Instant now) {
		return new TemplateComment(now, now, fingerprint);
	}

	/**
	 * Read a description.
	 * @return it, or {@code null} where the text is none, or not all of it
	 */
	static @Nullable TemplateComment parse(@Nullable String text) {
		List<String> lines = (text != null) ? text.lines().toList() : List.of();
		Matcher matcher = TITLE.matcher(lines.isEmpty() ? "" : lines.get(0));
		if (!matcher.matches()) {
			return null;
		}
		try {
			TemplateComment comment = new TemplateComment(Instant.parse(matcher.group(2)),
					Instant.parse(matcher.group(3)), lines.subList(1, lines.size()));
			return matcher.group(1).equals(Integer.toString(comment.fingerprint.size())) ? comment : null;
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

	/**
	 * Return when a template was last used, an unreadable one never.
	 */
	static Instant lastUse(String text) {
		TemplateComment comment = parse(text);
		return (comment != null) ? comment.used : Instant.EPOCH;
	}

	TemplateComment usedAt(Instant now) {
		return new TemplateComment(this.created, now, this.fingerprint);
	}

	boolean isLongAfter(TemplateComment earlier) {
		return this.used.isAfter(earlier.used.plus(LONG));
	}

	String text() {
		StringBuilder text = new StringBuilder("AgentDataTest, a warm template of %s resources, made %s, used %s"
			.formatted(this.fingerprint.size(), this.created, this.used));
		this.fingerprint.forEach((line) -> text.append('\n').append(line));
		return text.toString();
	}

}
