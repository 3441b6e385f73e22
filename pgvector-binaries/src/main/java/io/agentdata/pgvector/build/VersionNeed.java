// SPDX-License-Identifier: Apache-2.0

package io.agentdata.pgvector.build;

/**
 * A version that a library needs of another one.
 *
 * @param version the name, such as {@code GLIBC_2.17}
 * @param index the number that symbols refer to it by
 * @param weak whether the library loads where the version does not exist
 * @param flagsOffset where the flags are in the file
 */
record VersionNeed(String version, int index, boolean weak, int flagsOffset) {

}
