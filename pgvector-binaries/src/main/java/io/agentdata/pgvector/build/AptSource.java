// SPDX-License-Identifier: Apache-2.0

package io.agentdata.pgvector.build;

import java.util.List;
import java.util.Set;

/**
 * One entry of apt's sources.
 *
 * @param uri the first URI of the entry
 * @param suites the suites, such as {@code bookworm-updates}
 * @param components the components, such as {@code main}
 * @param signedBy the value of Signed-By, empty if there is none
 * @see <a href="https://manpages.debian.org/sources.list.5">sources.list(5)</a>
 */
record AptSource(String uri, List<String> suites, List<String> components, String signedBy) {

	private static final Set<String> RELEASES = Set.of("bullseye", "bookworm", "trixie", "forky", "duke", "sid",
			"oldoldstable", "oldstable", "stable", "testing", "unstable");

	/**
	 * Returns whether this is Debian's main archive, as opposed to its security or debug
	 * archive or to the archive of somebody else.
	 * @return whether packages of any Debian suite can be had here
	 */
	boolean servesDebian() {
		if (!this.components.contains("main") || this.uri.startsWith("cdrom:")) {
			return false;
		}
		if (this.signedBy.isEmpty()) {
			return this.suites.stream().map(AptSource::release).anyMatch(RELEASES::contains);
		}
		return this.signedBy.contains("debian-archive")
				&& this.suites.stream().map(AptSource::release).anyMatch((release) -> release.matches("[a-z]+"));
	}

	private static String release(String suite) {
		return suite.replaceFirst("-(updates|backports)$", "");
	}

}
