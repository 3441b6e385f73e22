// SPDX-License-Identifier: Apache-2.0
package io.agentdata;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * The house rules of the engine.
 */
class ArchitectureTests {

	private static final JavaClasses ENGINE = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("io.agentdata");

	@Test
	void engineIsPlainJava() {
		noClasses().should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework..", "org.junit..")
			.check(ENGINE);
	}

	@Test
	void packagesHaveNoCycles() {
		slices().matching("io.agentdata.(**)").should().beFreeOfCycles().check(ENGINE);
	}

	@Test
	void oneTypeStartsProcesses() {
		noClasses().that()
			.haveSimpleNameNotEndingWith("Command")
			.should()
			.dependOnClassesThat()
			.areAssignableTo(ProcessBuilder.class)
			.check(ENGINE);
	}

	@Test
	void exceptionsTellWhatToDo() {
		classes().that()
			.areAssignableTo(Exception.class)
			.should()
			.beAssignableTo(AgentDataException.class)
			.check(ENGINE);
	}

}
