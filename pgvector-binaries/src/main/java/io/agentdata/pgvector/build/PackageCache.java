// SPDX-License-Identifier: Apache-2.0

package io.agentdata.pgvector.build;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keeps downloaded packages between builds. Beside each package is a file in the format
 * of {@code sha256sum}, with the digest of the signed index; a package is used only while
 * it has that digest. Builds that run at the same time can share a cache.
 */
final class PackageCache {

	private final Path folder;

	private final PackageSource source;

	private final Consumer<String> warnings;

	PackageCache(Path folder, PackageSource source, Consumer<String> warnings) {
		this.folder = folder;
		this.source = source;
		this.warnings = warnings;
	}

	/**
	 * Returns the packages of a suite, one for each platform, downloading them all if one
	 * is not in the cache.
	 * @param suite the suite
	 * @return one package for each {@link Platform}, in their order
	 * @throws PackageUnavailableException if the source cannot provide them
	 * @throws IOException if the cache could not be read or written
	 */
	List<DebianPackage> packages(DebianSuite suite) throws IOException, PackageUnavailableException {
		List<DebianPackage> packages = new ArrayList<>();
		for (Platform platform : Platform.values()) {
			find(suite, platform).ifPresent(packages::add);
		}
		if (packages.size() == Platform.values().length) {
			return packages;
		}
		List<DebianPackage> downloaded = this.source.download(suite);
		for (DebianPackage debianPackage : downloaded) {
			store(suite, debianPackage);
		}
		return downloaded;
	}

	Optional<DebianPackage> find(DebianSuite suite, Platform platform) throws IOException {
		try {
			return read(suite, platform);
		}
		catch (NoSuchFileException ex) {
			return Optional.empty();
		}
	}

	private Optional<DebianPackage> read(DebianSuite suite, Platform platform) throws IOException {
		Path digestFile = digestFile(suite, platform);
		Matcher digest = Pattern
			.compile("([0-9a-f]{64})  (%s_[^/\\s]+_%s\\.deb)\n".formatted(suite.packageName(), platform.architecture()))
			.matcher(new String(Files.readAllBytes(digestFile), StandardCharsets.ISO_8859_1));
		if (!digest.matches()) {
			discard(digestFile, "%s is damaged".formatted(digestFile));
			return Optional.empty();
		}
		Path file = this.folder.resolve(digest.group(2));
		byte[] content = Files.readAllBytes(file);
		if (!Sha256.of(content).equals(digest.group(1))) {
			Files.deleteIfExists(file);
			discard(digestFile, "%s does not have the SHA-256 of Debian's signed index".formatted(file));
			return Optional.empty();
		}
		return Optional.of(new DebianPackage(platform, digest.group(2), digest.group(1), content));
	}

	private void discard(Path digestFile, String finding) throws IOException {
		Files.deleteIfExists(digestFile);
		this.warnings.accept(
				"The cached package is not used, because %s. It is deleted, and downloaded anew.".formatted(finding));
	}

	private void store(DebianSuite suite, DebianPackage debianPackage) throws IOException {
		if (!Files.isDirectory(this.folder)) {
			Files.createDirectories(this.folder,
					PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
		}
		write(this.folder.resolve(debianPackage.fileName()), debianPackage.content());
		write(digestFile(suite, debianPackage.platform()),
				"%s  %s\n".formatted(debianPackage.sha256(), debianPackage.fileName())
					.getBytes(StandardCharsets.ISO_8859_1));
	}

	private void write(Path file, byte[] content) throws IOException {
		Path temporary = Files.createTempFile(this.folder, file.getFileName().toString(), ".part");
		try {
			Files.write(temporary, content);
			Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
		}
		finally {
			Files.deleteIfExists(temporary);
		}
	}

	private Path digestFile(DebianSuite suite, Platform platform) {
		return this.folder.resolve("%s_%s.sha256".formatted(suite.packageName(), platform.architecture()));
	}

}
