// SPDX-License-Identifier: Apache-2.0

package io.agentdata.pgvector.build;

/**
 * A package file whose digest was checked.
 *
 * @param platform the platform that it is for
 * @param fileName the name of the {@code .deb} file
 * @param sha256 the digest that the signed index gives, in lower-case hexadecimal digits
 * @param content the file, with exactly that digest
 */
record DebianPackage(Platform platform, String fileName, String sha256, byte[] content) {

	DebianPackage {
		String found = Sha256.of(content);
		if (!found.equals(sha256)) {
			throw new IllegalStateException(
					"The package %s was to be used, but its SHA-256 is %s where the signed index says %s. Build again; if it stays so, distrust the mirror."
						.formatted(fileName, found, sha256));
		}
	}

}
