// SPDX-License-Identifier: Apache-2.0
package io.agentdata.autoconfigure;

import io.agentdata.database.Engine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link EngineSelection}.
 */
class EngineSelectionTests {

	private final MockEnvironment environment = new MockEnvironment();

	@Test
	void ofAnApplicationWithoutOurProfileChoosesNothing() {
		this.environment.setActiveProfiles("dev", "h2");
		assertThat(EngineSelection.of(this.environment)).isNull();
	}

	@Test
	void ofAnApplicationInProductionChoosesProduction() {
		this.environment.setActiveProfiles("cloud", "production");
		assertThat(EngineSelection.of(this.environment))
			.isEqualTo(new EngineSelection(Engine.PRODUCTION, "the profile 'production' is active"));
	}

	@Test
	void ofATestChoosesEmbedded() {
		this.environment.setProperty("agent.data.engine", "auto");
		assertThat(EngineSelection.of(this.environment))
			.isEqualTo(new EngineSelection(Engine.EMBEDDED, "no active profile names another engine"));
	}

	@Test
	void ofATestUnderTheProfileProductionChoosesProduction() {
		this.environment.setProperty("agent.data.engine", "auto");
		this.environment.setActiveProfiles("production");
		assertThat(EngineSelection.of(this.environment)).extracting(EngineSelection::engine)
			.isEqualTo(Engine.PRODUCTION);
	}

	@Test
	void ofAnEngineByNameChoosesItOverTheProfile() {
		this.environment.setProperty("agent.data.engine", "Embedded");
		this.environment.setActiveProfiles("production");
		assertThat(EngineSelection.of(this.environment))
			.isEqualTo(new EngineSelection(Engine.EMBEDDED, "agent.data.engine=Embedded"));
	}

	@ParameterizedTest
	@EnumSource(Engine.class)
	void ofATestUnderTheProfileOfAnEngineChoosesIt(Engine engine) {
		this.environment.setProperty("agent.data.engine", "auto");
		this.environment.setActiveProfiles("other", engine.id());
		assertThat(EngineSelection.of(this.environment))
			.isEqualTo(new EngineSelection(engine, "the profile '%s' is active".formatted(engine.id())));
	}

	@Test
	void ofATestUnderSeveralProfilesOfEnginesIsRefused() {
		this.environment.setProperty("agent.data.engine", "auto");
		this.environment.setActiveProfiles("h2", "pglite");
		assertThatExceptionOfType(SeveralEnginesException.class).isThrownBy(() -> EngineSelection.of(this.environment))
			.withMessageStartingWith("Several active profiles name an engine.")
			.withMessageContaining("The active profiles pglite and h2 each ask for the engine of that name")
			.withMessageContaining(" - Let one of them be active: spring.profiles.active=pglite");
	}

	@Test
	void ofATestWithoutTheEmbeddedEngineTellsWhatWasInTheWay() {
		this.environment.setProperty("agent.data.engine", "auto");
		this.environment.setProperty("agent.data.embedded.binaries", "installed");
		this.environment.setProperty("agent.data.embedded.home", "/nowhere");
		this.environment.setProperty("agent.data.external.url", "jdbc:postgresql://localhost/postgres");
		EngineSelection selection = EngineSelection.of(this.environment);
		assertThat(selection).isNotNull();
		assertThat(selection.engine()).isIn(Engine.CONTAINER, Engine.EXTERNAL);
		assertThat(selection.reason()).contains("not EMBEDDED: no PostgreSQL is installed");
	}

	@Test
	void ofAnUnknownEngineNamesTheKnownOnes() {
		this.environment.setProperty("agent.data.engine", "mongodb");
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> EngineSelection.of(this.environment))
			.withMessage("Property agent.data.engine with value 'mongodb' is invalid: "
					+ "No engine has this name. The engines are: auto, embedded, container, external, pglite, h2, "
					+ "production.");
	}

}
