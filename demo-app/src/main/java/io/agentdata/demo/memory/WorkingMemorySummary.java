// SPDX-License-Identifier: Apache-2.0

package io.agentdata.demo.memory;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Writes the JSON of a working memory as text for a person or a prompt.
 */
final class WorkingMemorySummary {

	private WorkingMemorySummary() {
	}

	/**
	 * Summarise the content.
	 * @param content the values by name
	 * @return one line for each value in the order of the names, nested values indented
	 * by two spaces; empty if there are no values
	 */
	static String of(Map<?, ?> content) {
		return lines(content).collect(Collectors.joining("\n"));
	}

	private static Stream<String> lines(Map<?, ?> content) {
		Map<String, @Nullable Object> sorted = new TreeMap<>();
		content.forEach((name, value) -> sorted.put(String.valueOf(name), value));
		return sorted.entrySet().stream().flatMap((entry) -> lines(title(entry.getKey()), entry.getValue()));
	}

	private static Stream<String> lines(String title, @Nullable Object value) {
		if (value instanceof Map<?, ?> nested) {
			List<String> lines = lines(nested).toList();
			return lines.isEmpty() ? Stream.empty()
					: Stream.concat(Stream.of(title + ":"), lines.stream().map((line) -> "  " + line));
		}
		String text = text(value);
		return text.isEmpty() ? Stream.empty() : Stream.of(title + ": " + text);
	}

	private static String text(@Nullable Object value) {
		if (value instanceof Map<?, ?> nested) {
			return lines(nested).map(String::strip).collect(Collectors.joining("; "));
		}
		if (value instanceof Collection<?> values) {
			return values.stream()
				.map(WorkingMemorySummary::text)
				.filter((text) -> !text.isEmpty())
				.collect(Collectors.joining(", "));
		}
		if (value instanceof Boolean flag) {
			return flag ? "yes" : "no";
		}
		return Objects.toString(value, "").strip();
	}

	private static String title(String name) {
		String words = name.replaceAll("([a-z0-9])([A-Z])", "$1 $2").replaceAll("[_-]+", " ");
		return StringUtils.capitalize(words.toLowerCase(Locale.ROOT));
	}

}
