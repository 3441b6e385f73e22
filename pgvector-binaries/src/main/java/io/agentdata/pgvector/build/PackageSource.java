// SPDX-License-Identifier: Apache-2.0

package io.agentdata.pgvector.build;

import java.io.IOException;
import java.util.List;

/**
 * Where Debian packages come from.
 */
interface PackageSource {

	/**
	 * Downloads the pgvector packages of a suite.
	 * @param suite the suite
	 * @return one package for each {@link Platform} in their order, each checked against
	 * the signed index
	 * @throws PackageUnavailableException if they cannot be had on this machine, now
	 * @throws IOException if a temporary file could not be read or written
	 */
	List<DebianPackage> download(DebianSuite suite) throws IOException, PackageUnavailableException;

}
