// SPDX-License-Identifier: Apache-2.0

package io.agentdata.pgvector.build;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Reads the sources that the machine's apt is configured with, in both of its formats.
 *
 * @see <a href="https://manpages.debian.org/sources.list.5">sources.list(5)</a>
 */
final class AptSources {

	private static final Pattern LINE = Pattern.compile("deb\\s+(?:\\[([^]]*)]\\s*)?(\\S+)\\s+(\\S+)\\s+(.+)");

	private static final Pattern SIGNED_BY = Pattern.compile("(?i)signed-by=(\\S+)");

	private final Path folder;

	AptSources(Path folder) {
		this.folder = folder;
	}

	/**
	 * Returns the URI of the first source that serves Debian itself.
	 * @return the URI, empty if no source does
	 * @throws IOException if a file could not be read
	 */
	Optional<String> debianMirror() throws IOException {
		return read().stream().filter(AptSource::servesDebian).map(AptSource::uri).findFirst();
	}

	List<AptSource> read() throws IOException {
		List<AptSource> sources = new ArrayList<>();
		for (Path file : files()) {
			String content = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
			sources.addAll(file.toString().endsWith(".sources") ? stanzas(content) : lines(content));
		}
		return sources;
	}

	private List<Path> files() throws IOException {
		List<Path> files = new ArrayList<>(List.of(this.folder.resolve("sources.list")));
		Path parts = this.folder.resolve("sources.list.d");
		if (Files.isDirectory(parts)) {
			try (Stream<Path> entries = Files.list(parts)) {
				entries.filter((file) -> file.toString().matches(".*\\.(list|sources)")).sorted().forEach(files::add);
			}
		}
		return files.stream().filter(Files::isRegularFile).filter(Files::isReadable).toList();
	}

	private static List<AptSource> lines(String content) {
		return content.lines()
			.map((line) -> LINE.matcher(line.replaceFirst("#.*", "").trim()))
			.filter(Matcher::matches)
			.map((line) -> new AptSource(line.group(2), List.of(line.group(3)), words(line.group(4)),
					signedBy(line.group(1))))
			.toList();
	}

	private static String signedBy(@Nullable String options) {
		Matcher matcher = SIGNED_BY.matcher((options != null) ? options : "");
		return matcher.find() ? matcher.group(1) : "";
	}

	private static List<AptSource> stanzas(String content) {
		String uncommented = content.replaceAll("(?m)^#.*\\R?", "").replaceAll("\\R[ \\t]+(?=\\S)", " ");
		return Stream.of(uncommented.split("\\R\\s*\\R")).map(AptSources::stanza).flatMap(Optional::stream).toList();
	}

	private static Optional<AptSource> stanza(String stanza) {
		Map<String, String> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		stanza.lines()
			.map((line) -> line.split(":", 2))
			.filter((parts) -> parts.length == 2)
			.forEach((parts) -> fields.put(parts[0].trim(), parts[1].trim()));
		List<String> uris = words(fields.getOrDefault("URIs", ""));
		boolean enabled = !fields.getOrDefault("Enabled", "yes").matches("(?i)no|false|without|off|disable|0");
		if (!enabled || uris.isEmpty() || !words(fields.getOrDefault("Types", "")).contains("deb")) {
			return Optional.empty();
		}
		return Optional.of(new AptSource(uris.get(0), words(fields.getOrDefault("Suites", "")),
				words(fields.getOrDefault("Components", "")), fields.getOrDefault("Signed-By", "")));
	}

	private static List<String> words(String value) {
		return Stream.of(value.split("\\s+")).filter((word) -> !word.isEmpty()).toList();
	}

}
