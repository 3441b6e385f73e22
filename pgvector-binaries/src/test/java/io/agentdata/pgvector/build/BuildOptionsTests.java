// SPDX-License-Identifier: Apache-2.0

package io.agentdata.pgvector.build;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link BuildOptions}.
 */
class BuildOptionsTests {

	@Test
	void parseWhenValuesAreEmptyTakesTheDefaults() {
		BuildOptions options = parse(Map.of(), "pgvector.postgresql=", "pgvector.cache=", "pgvector.mirror=",
				"pgvector.required=");
		assertThat(options.suites()).containsExactly(DebianSuite.TRIXIE);
		assertThat(options.cache())
			.isEqualTo(Path.of(System.getProperty("user.home"), ".cache", "agent-data", "pgvector"));
		assertThat(options.mirror()).isNull();
		assertThat(options.required()).isFalse();
	}

	@Test
	void parseTakesTheCacheFolderOfTheDesktop() {
		assertThat(parse(Map.of("XDG_CACHE_HOME", "/caches")).cache())
			.isEqualTo(Path.of("/caches/agent-data/pgvector"));
		assertThat(parse(Map.of("XDG_CACHE_HOME", "relative")).cache().toString())
			.startsWith(System.getProperty("user.home"));
		assertThat(parse(Map.of("XDG_CACHE_HOME", "/caches"), "pgvector.cache=/own").cache())
			.isEqualTo(Path.of("/own"));
	}

	@Test
	void parseTakesSeveralMajors() {
		assertThat(parse(Map.of(), "pgvector.postgresql=18, 17,18").suites()).containsExactly(DebianSuite.FORKY,
				DebianSuite.TRIXIE);
	}

	@Test
	void parseWhenMajorIsUnknownNamesTheKnownOnes() {
		assertThatIllegalArgumentException().isThrownBy(() -> parse(Map.of(), "pgvector.postgresql=17,9"))
			.withMessage(
					"pgvector.postgresql names PostgreSQL '9', for which no Debian suite with pgvector is known. Choose from 17, 18.");
	}

	@Test
	void parseRequiresPgvectorInCiUnlessToldOtherwise() {
		Map<String, String> ci = Map.of("CI", "true");
		assertThat(parse(ci).required()).isTrue();
		assertThat(parse(ci, "pgvector.required=false").required()).isFalse();
		assertThat(parse(Map.of(), "pgvector.required=true").required()).isTrue();
	}

	@Test
	void parseWhenRequiredIsNoBooleanSaysSo() {
		assertThatIllegalArgumentException().isThrownBy(() -> parse(Map.of(), "pgvector.required=yes"))
			.withMessage("pgvector.required is 'yes'. Set it to true or to false.");
	}

	@Test
	void parseWhenMirrorIsNoUriSaysSo() {
		assertThat(parse(Map.of(), "pgvector.mirror=mirror+file:/list").mirror()).isEqualTo("mirror+file:/list");
		for (String mirror : new String[] { "mirror.example/debian", "http://one two", "http://a] b [" }) {
			assertThatIllegalArgumentException().isThrownBy(() -> parse(Map.of(), "pgvector.mirror=" + mirror))
				.withMessageStartingWith("pgvector.mirror is '" + mirror + "', which is no URI of a Debian mirror.");
		}
	}

	@Test
	void parseWhenOutputIsMissingSaysSo() {
		assertThatIllegalArgumentException().isThrownBy(() -> BuildOptions.parse(new String[0], Map.of()))
			.withMessageContaining("no argument output=<folder> was given");
	}

	private static BuildOptions parse(Map<String, String> environment, String... arguments) {
		String[] all = Stream.concat(Stream.of("output=/out"), Arrays.stream(arguments)).toArray(String[]::new);
		return BuildOptions.parse(all, environment);
	}

}
