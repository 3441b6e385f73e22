// SPDX-License-Identifier: Apache-2.0

package io.agentdata.pgvector.build;

/**
 * A symbol that another library has to define.
 *
 * @param name the name
 * @param version the index of the {@link VersionNeed}, 0 or 1 if it needs no version
 * @param nameOffset where the reference to the name is in the file
 * @param versionOffset where the index of the version is in the file
 */
record UndefinedSymbol(String name, int version, int nameOffset, int versionOffset) {

}
