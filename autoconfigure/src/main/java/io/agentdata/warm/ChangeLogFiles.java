// SPDX-License-Identifier: Apache-2.0
package io.agentdata.warm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;
import org.springframework.util.StringUtils;

/**
 * A change log of Liquibase on the class path, with all files that it names. It is for
 * one thread.
 */
final class ChangeLogFiles {

	private static final Logger logger = LoggerFactory.getLogger(ChangeLogFiles.class);

	private static final String CLASS_PATH = "classpath:";

	/**
	 * The files that can name others.
	 */
	private static final Set<String> CHANGE_LOGS = Set.of("xml", "yaml", "yml", "json");

	private static final Pattern REFERENCE = Pattern.compile("\\b(?:file|path)\"?\\s*[:=]\\s*[\"']?([^\"'\\s>,}]+)");

	/**
	 * What runs again at each migration, or is code of any kind.
	 */
	private static final Pattern INCOMPARABLE = Pattern
		.compile("runalways|customchange|customprecondition|executecommand");

	/**
	 * What system properties and environment variables may stand in for.
	 */
	private static final Pattern PARAMETER = Pattern.compile("\\$\\{([^}]+)}");

	private final Set<String> seen = new HashSet<>();

	private final ResourceDigests digests = new ResourceDigests();

	private final ResourceFolders folders;

	private boolean comparable = true;

	private ChangeLogFiles(ClassLoader classLoader) {
		this.folders = new ResourceFolders(classLoader);
	}

	/**
	 * Return a line for each file.
	 * @param changeLog the location of the first
	 * @return the lines, or {@code null} where not all can be found and compared
	 */
	static @Nullable List<String> of(String changeLog, ClassLoader classLoader) {
		ChangeLogFiles files = new ChangeLogFiles(classLoader);
		try {
			files.comparable = !changeLog.contains(":") || changeLog.startsWith(CLASS_PATH);
			files.add(changeLog, "");
			if (files.comparable) {
				return files.digests.lines();
			}
			logger.debug("No warm template: the change log {} has more than files that can be compared", changeLog);
		}
		catch (IOException ex) {
			logger.debug("No warm template: the change log cannot be read", ex);
		}
		return null;
	}

	/**
	 * Add a file or a folder, whose name may be relative to that of the file that names
	 * it.
	 */
	private void add(String reference, String from) throws IOException {
		String name = StringUtils.trimLeadingCharacter(reference.replace(CLASS_PATH, ""), '/');
		boolean found = isThere(name);
		found |= isThere(StringUtils.applyRelativePath(from, name));
		this.comparable &= found;
	}

	private boolean isThere(String name) throws IOException {
		return this.folders.visitClassPath(StringUtils.trimTrailingCharacter(StringUtils.cleanPath(name), '/'),
				this::visit);
	}

	private void visit(String name, Resource file) throws IOException {
		if (!this.seen.add(name)) {
			return;
		}
		this.digests.add(name, file);
		String content = file.getContentAsString(StandardCharsets.UTF_8);
		this.comparable &= !INCOMPARABLE.matcher(content.toLowerCase(Locale.ROOT)).find();
		for (Matcher parameter = PARAMETER.matcher(content); parameter.find();) {
			addParameter(parameter.group(1));
		}
		if (CHANGE_LOGS.contains(StringUtils.getFilenameExtension(name))) {
			for (Matcher reference = REFERENCE.matcher(content); reference.find();) {
				add(reference.group(1), name);
			}
		}
	}

	private void addParameter(String name) throws IOException {
		String value = System.getProperty(name, System.getenv(name));
		if (value != null) {
			this.digests.add("parameter " + name, new ByteArrayResource(value.getBytes(StandardCharsets.UTF_8)));
		}
	}

}
