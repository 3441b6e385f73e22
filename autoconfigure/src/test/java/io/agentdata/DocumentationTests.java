// SPDX-License-Identifier: Apache-2.0
package io.agentdata;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import org.springframework.boot.json.JsonParserFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares the pages of {@code src/docs} with the code that they describe.
 */
class DocumentationTests {

	private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

	private static final Pattern HEADLINE = Pattern
		.compile("(?:super|new (?!Illegal|SQL|IO)\\w+Exception|new FailureAnalysis)\\(\\s*\"([^\"%]+\\.)(?:\"|%n)");

	@Test
	void troubleshootingHasAHeadingForEveryHeadline() throws IOException {
		Set<String> headlines = new TreeSet<>();
		for (String module : List.of("engine", "autoconfigure")) {
			try (Stream<Path> sources = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
				for (Path source : sources.filter((path) -> path.toString().endsWith(".java")).toList()) {
					HEADLINE.matcher(Files.readString(source))
						.results()
						.forEach((result) -> headlines.add(result.group(1)));
				}
			}
		}
		assertThat(headlines).hasSizeGreaterThan(15).contains("The production database has no URL.");
		assertThat(lines("src/docs/troubleshooting.md", "## ")).containsExactlyInAnyOrderElementsOf(headlines);
	}

	@Test
	@SuppressWarnings("unchecked")
	void propertiesAreThoseOfTheMetadata() throws IOException {
		try (InputStream stream = getClass().getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			Map<String, Object> metadata = JsonParserFactory.getJsonParser()
				.parseMap(new String(stream.readAllBytes()));
			List<String> rows = ((List<Map<String, Object>>) metadata.get("properties")).stream()
				.map((property) -> "`%s` | %s | %s |".formatted(property.get("name"),
						property.containsKey("defaultValue") ? "`" + property.get("defaultValue") + "`" : "",
						property.get("description")))
				.toList();
			assertThat(lines("src/docs/properties.md", "| ").stream().filter((row) -> row.startsWith("`")))
				.containsExactlyInAnyOrderElementsOf(rows);
		}
	}

	private static List<String> lines(String file, String prefix) throws IOException {
		try (Stream<String> lines = Files.lines(ROOT.resolve(file))) {
			return lines.filter((line) -> line.startsWith(prefix))
				.map((line) -> line.substring(prefix.length()))
				.collect(Collectors.toList());
		}
	}

}
