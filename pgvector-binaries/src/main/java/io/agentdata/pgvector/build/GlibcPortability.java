// SPDX-License-Identifier: Apache-2.0

package io.agentdata.pgvector.build;

import java.lang.module.ModuleDescriptor.Version;
import java.util.List;
import java.util.Optional;

/**
 * Makes a library load under a glibc older than the one that it was built with.
 * <p>
 * With the headers of glibc 2.38, {@code strtol} compiles to {@code __isoc23_strtol},
 * which differs only for the bases 0 and 2. pgvector reads with base 10, so the old
 * symbol does the same.
 *
 * @see <a href=
 * "https://sourceware.org/pipermail/libc-alpha/2020-December/120414.html">Handling C2x
 * binary integer I/O</a>
 * @see <a href="https://github.com/pgvector/pgvector/blob/v0.8.0/src/sparsevec.c">The use
 * in pgvector</a>
 */
final class GlibcPortability {

	/**
	 * The glibc of the oldest distributions that still get updates (RHEL 8). The embedded
	 * server's own binaries need 2.25.
	 */
	static final Version NEWEST = Version.parse("2.28");

	private static final String GLIBC = "GLIBC_";

	private static final String PREFIX = "__isoc23_";

	private static final String SYMBOL = "strtol";

	private GlibcPortability() {
	}

	/**
	 * Returns the library in a form that runs with glibc {@link #NEWEST}.
	 * @param library the content of the library
	 * @param platform the platform that it is for
	 * @param origin where it is from, for messages
	 * @return the edited copy, whose length is the same
	 * @throws IllegalStateException if the result needs a newer glibc
	 */
	static byte[] apply(byte[] library, Platform platform, String origin) {
		ElfFile file = ElfFile.parse(library, origin);
		verifyMachine(file, platform, origin);
		boolean patched = false;
		for (UndefinedSymbol symbol : file.undefinedSymbols()) {
			if (symbol.name().equals(PREFIX + SYMBOL)) {
				file.shortenName(symbol, PREFIX.length());
				file.bind(symbol, base(file, platform, origin));
				patched = true;
			}
		}
		file.versionNeeds().stream().filter(GlibcPortability::isTooNew).forEach(file::makeWeak);
		verify(file.content(), platform, origin, patched);
		return file.content();
	}

	/**
	 * Checks a library from its bytes alone.
	 * @param library the content of the library
	 * @param platform the platform that it is for
	 * @param origin where it is from, for messages
	 * @param patched whether it must have {@code strtol} of the base version
	 */
	static void verify(byte[] library, Platform platform, String origin, boolean patched) {
		ElfFile file = ElfFile.parse(library, origin);
		verifyMachine(file, platform, origin);
		for (UndefinedSymbol symbol : file.undefinedSymbols()) {
			verify(symbol, need(file, symbol), platform, origin);
		}
		for (VersionNeed need : file.versionNeeds()) {
			if (isTooNew(need) && !need.weak()) {
				throw refused(origin, platform, "it needs %s, and the need is not weak".formatted(need.version()));
			}
		}
		if (patched && !bindings(file).contains(SYMBOL + "@" + platform.glibcBase())) {
			throw refused(origin, platform, "it does not bind %s to %s".formatted(SYMBOL, platform.glibcBase()));
		}
	}

	private static void verifyMachine(ElfFile file, Platform platform, String origin) {
		if (file.machine() != platform.elfMachine()) {
			throw refused(origin, platform,
					"its ELF machine is %s instead of %s".formatted(file.machine(), platform.elfMachine()));
		}
	}

	private static void verify(UndefinedSymbol symbol, Optional<VersionNeed> need, Platform platform, String origin) {
		if (symbol.version() > 1 && need.isEmpty()) {
			throw refused(origin, platform, "its symbol %s has no known version".formatted(symbol.name()));
		}
		if (need.filter(GlibcPortability::isTooNew).isPresent()) {
			throw refused(origin, platform,
					"its symbol %s is bound to %s".formatted(symbol.name(), need.get().version()));
		}
		if (symbol.name().startsWith(PREFIX)) {
			throw refused(origin, platform, "its symbol %s is only in glibc 2.38 or newer".formatted(symbol.name()));
		}
	}

	private static VersionNeed base(ElfFile file, Platform platform, String origin) {
		return file.versionNeeds()
			.stream()
			.filter((need) -> need.version().equals(platform.glibcBase()))
			.findFirst()
			.orElseThrow(() -> refused(origin, platform,
					"it needs nothing of %s, which %s could be bound to".formatted(platform.glibcBase(), SYMBOL)));
	}

	private static List<String> bindings(ElfFile file) {
		return file.undefinedSymbols()
			.stream()
			.map((symbol) -> symbol.name() + "@" + need(file, symbol).map(VersionNeed::version).orElse(""))
			.toList();
	}

	private static Optional<VersionNeed> need(ElfFile file, UndefinedSymbol symbol) {
		return file.versionNeeds().stream().filter((need) -> need.index() == symbol.version()).findFirst();
	}

	private static boolean isTooNew(VersionNeed need) {
		if (!need.version().startsWith(GLIBC)) {
			return false;
		}
		String version = need.version().substring(GLIBC.length());
		return !version.matches("\\d+(\\.\\d+)+") || Version.parse(version).compareTo(NEWEST) > 0;
	}

	private static IllegalStateException refused(String origin, Platform platform, String finding) {
		return new IllegalStateException(
				"vector.so of %s was to be made loadable with %s%s on %s, but %s. Adapt GlibcPortability, or raise the limit in it."
					.formatted(origin, GLIBC, NEWEST, platform.id(), finding));
	}

}
