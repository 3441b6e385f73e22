// SPDX-License-Identifier: Apache-2.0
package io.agentdata;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * The house rules of the auto-configuration.
 */
class ArchitectureTests {

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("io.agentdata.autoconfigure", "io.agentdata.h2", "io.agentdata.isolation",
				"io.agentdata.report", "io.agentdata.seed", "io.agentdata.test", "io.agentdata.warm");

	@Test
	void autoConfigurationNeedsNoTestLibrary() {
		noClasses().that()
			.resideInAPackage("io.agentdata.autoconfigure")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework.test..", "org.springframework.boot.test..", "org.junit..")
			.check(CLASSES);
	}

	@Test
	void packagesHaveNoCycles() {
		slices().matching("io.agentdata.(*)..").should().beFreeOfCycles().check(CLASSES);
	}

}
