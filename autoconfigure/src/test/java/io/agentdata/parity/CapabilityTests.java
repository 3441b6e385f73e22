// SPDX-License-Identifier: Apache-2.0
package io.agentdata.parity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.agentdata.database.Capability;
import io.agentdata.database.DatabaseFactory;
import io.agentdata.database.Engine;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares what each engine says that it offers with what it does, and with the table of
 * the README.
 */
class CapabilityTests {

	/**
	 * Tried in JVMs of their own, which the kept server outlives.
	 */
	private static final Set<Capability> PROVED_ELSEWHERE = EnumSet.of(Capability.KEEP);

	@ParameterizedTest
	@EnumSource(value = Engine.class, mode = EnumSource.Mode.EXCLUDE, names = "PRODUCTION")
	void engineOffersWhatItSays(Engine engine) throws IOException {
		assertThat(inReadme(engine)).isEqualTo(Capability.of(engine));
		String obstacle = Engines.obstacle(engine);
		Assumptions.assumeTrue(obstacle == null, obstacle);
		try (DatabaseFactory factory = Engines.factory(engine)) {
			assertThat(factory.capabilities()).isEqualTo(Capability.of(engine));
			Map<Capability, CapabilityProbe> probes = CapabilityProbe.of(factory);
			Set<Capability> probed = EnumSet.complementOf(EnumSet.copyOf(PROVED_ELSEWHERE));
			assertThat(probes.keySet()).isEqualTo(probed);
			Set<Capability> shown = EnumSet.noneOf(Capability.class);
			probes.forEach((capability, probe) -> {
				if (probe.succeeds()) {
					shown.add(capability);
				}
			});
			probed.retainAll(Capability.of(engine));
			assertThat(shown).isEqualTo(probed);
		}
	}

	private static Set<Capability> inReadme(Engine engine) throws IOException {
		List<List<String>> rows = Files.readAllLines(Path.of("../README.md"))
			.stream()
			.filter((line) -> line.startsWith("| "))
			.map((line) -> Arrays.stream(line.split("\\|")).map(String::strip).toList())
			.toList();
		List<String> header = rows.stream().filter((row) -> row.get(1).equals("capability")).findFirst().orElseThrow();
		int column = header.indexOf("`%s`".formatted(engine.id()));
		return Arrays.stream(Capability.values())
			.filter((capability) -> rows.stream()
				.filter((row) -> row.get(1).startsWith("`%s`: ".formatted(capability)))
				.findFirst()
				.orElseThrow()
				.get(column)
				.equals("yes"))
			.collect(Collectors.toCollection(() -> EnumSet.noneOf(Capability.class)));
	}

}
