// SPDX-License-Identifier: Apache-2.0

package io.agentdata.pgvector.build;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link GlibcPortability} on the libraries of the real packages.
 */
class GlibcPortabilityTests {

	@ParameterizedTest
	@EnumSource
	void applyBindsStrtolToTheBaseVersion(Platform platform) throws Exception {
		ElfFile before = ElfFile.parse(RealPackages.library(platform), "before");
		ElfFile after = ElfFile.parse(apply(before.content(), platform), "after");
		assertThat(bindings(before)).contains("__isoc23_strtol@GLIBC_2.38");
		assertThat(bindings(after)).contains("strtol@" + platform.glibcBase())
			.noneMatch((binding) -> binding.contains("isoc23") || binding.contains("2.38"));
		assertThat(bindings(after)).hasSameSizeAs(bindings(before));
	}

	@ParameterizedTest
	@EnumSource
	void applyMakesTheNeedOfNewerGlibcWeakAndNoOther(Platform platform) throws Exception {
		ElfFile after = ElfFile.parse(apply(RealPackages.library(platform), platform), "after");
		assertThat(after.versionNeeds()).filteredOn(VersionNeed::weak)
			.extracting(VersionNeed::version)
			.containsExactly("GLIBC_2.38");
	}

	@ParameterizedTest
	@EnumSource
	void applyEditsThreeFields(Platform platform) throws Exception {
		byte[] before = RealPackages.library(platform);
		byte[] after = apply(before, platform);
		assertThat(after).hasSameSizeAs(before);
		assertThat(differences(before, after)).hasSizeBetween(3, 6);
	}

	@ParameterizedTest
	@EnumSource
	void verifyWhenAnyEditedByteIsUndoneRefuses(Platform platform) throws Exception {
		byte[] before = RealPackages.library(platform);
		byte[] after = apply(before, platform);
		for (int offset : differences(before, after)) {
			byte[] damaged = after.clone();
			damaged[offset] = before[offset];
			assertThatIllegalStateException()
				.isThrownBy(() -> GlibcPortability.verify(damaged, platform, "pgvector.deb", true))
				.withMessageStartingWith("vector.so of pgvector.deb was to be made loadable with GLIBC_2.28 on "
						+ platform.id() + ", but it")
				.withMessageEndingWith(". Adapt GlibcPortability, or raise the limit in it.");
		}
	}

	@ParameterizedTest
	@EnumSource
	void verifyWhenNeedIsNotWeakNamesTheVersion(Platform platform) throws Exception {
		byte[] damaged = apply(RealPackages.library(platform), platform);
		VersionNeed need = ElfFile.parse(damaged, "after")
			.versionNeeds()
			.stream()
			.filter(VersionNeed::weak)
			.findFirst()
			.orElseThrow();
		damaged[need.flagsOffset()] = 0;
		assertThatIllegalStateException()
			.isThrownBy(() -> GlibcPortability.verify(damaged, platform, "pgvector.deb", true))
			.withMessageContaining("it needs GLIBC_2.38, and the need is not weak");
	}

	@ParameterizedTest
	@EnumSource
	void applyWhenAnotherSymbolIsTooNewNamesItWithItsVersion(Platform platform) throws Exception {
		byte[] library = renamed(RealPackages.library(platform), "__isoc23_strtol", "__newest_strtol");
		assertThatIllegalStateException().isThrownBy(() -> apply(library, platform))
			.withMessageContaining("its symbol __newest_strtol is bound to GLIBC_2.38");
	}

	@ParameterizedTest
	@EnumSource
	void applyWhenVersionIsNoNumberTakesItAsTooNew(Platform platform) throws Exception {
		byte[] library = renamed(renamed(RealPackages.library(platform), "__isoc23_strtol", "__newest_strtol"),
				"GLIBC_2.38", "GLIBC_ABI1");
		assertThatIllegalStateException().isThrownBy(() -> apply(library, platform))
			.withMessageContaining("its symbol __newest_strtol is bound to GLIBC_ABI1");
	}

	@ParameterizedTest
	@EnumSource
	void applyWhenNothingIsTooNewLeavesTheLibraryAsItIs(Platform platform) throws Exception {
		byte[] portable = apply(RealPackages.library(platform), platform);
		assertThat(apply(portable, platform)).isEqualTo(portable);
	}

	@ParameterizedTest
	@EnumSource
	void applyWhenMachineIsAnotherRefuses(Platform platform) throws Exception {
		Platform other = Platform.values()[1 - platform.ordinal()];
		byte[] portable = apply(RealPackages.library(platform), platform);
		assertThatIllegalStateException().isThrownBy(() -> apply(portable, other))
			.withMessageContaining(
					"its ELF machine is %d instead of %d".formatted(platform.elfMachine(), other.elfMachine()));
	}

	@ParameterizedTest
	@EnumSource
	void applyWhenLibraryIsCutOffSaysSo(Platform platform) throws Exception {
		byte[] library = RealPackages.library(platform);
		for (int length : List.of(0, 3, 63, library.length / 2, library.length - 1)) {
			assertThatIllegalStateException().isThrownBy(() -> apply(Arrays.copyOf(library, length), platform))
				.withMessageStartingWith("pgvector.deb was to be read as a 64-bit little-endian ELF library, but its "
						+ length + " bytes are none or are not complete");
		}
	}

	private static byte[] apply(byte[] library, Platform platform) {
		return GlibcPortability.apply(library, platform, "pgvector.deb");
	}

	private static List<String> bindings(ElfFile file) {
		return file.undefinedSymbols()
			.stream()
			.flatMap((symbol) -> file.versionNeeds()
				.stream()
				.filter((need) -> need.index() == symbol.version())
				.map((need) -> symbol.name() + "@" + need.version()))
			.toList();
	}

	private static List<Integer> differences(byte[] first, byte[] second) {
		return IntStream.range(0, first.length).filter((i) -> first[i] != second[i]).boxed().toList();
	}

	private static byte[] renamed(byte[] library, String from, String to) {
		String content = new String(library, StandardCharsets.ISO_8859_1);
		assertThat(content).contains(from);
		return content.replace(from, to).getBytes(StandardCharsets.ISO_8859_1);
	}

}
