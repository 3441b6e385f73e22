// SPDX-License-Identifier: Apache-2.0
package io.agentdata.autoconfigure;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link ReadOnce}.
 */
class ReadOnceTests {

	private final AtomicInteger reads = new AtomicInteger();

	private final ReadOnce<String> title = new ReadOnce<>(this::read);

	private final StandardEnvironment environment = environment("first");

	@Test
	void anEnvironmentIsReadOnce() {
		assertThat(this.title.from(this.environment)).isEqualTo("first");
		assertThat(this.title.from(this.environment)).isEqualTo("first");
		assertThat(this.reads).hasValue(1);
	}

	@Test
	void environmentsAreReadApart() {
		assertThat(this.title.from(this.environment)).isEqualTo("first");
		assertThat(this.title.from(environment("second"))).isEqualTo("second");
		assertThat(this.title.from(this.environment)).isEqualTo("first");
		assertThat(this.reads).hasValue(2);
	}

	@Test
	void anotherSourceOfTheSameNameIsSeen() {
		assertThat(this.title.from(this.environment)).isEqualTo("first");
		this.environment.getPropertySources().replace("test", source("second"));
		assertThat(this.title.from(this.environment)).isEqualTo("second");
	}

	@Test
	void profilesAreSeen() {
		assertThat(this.title.from(this.environment)).isEqualTo("first");
		this.environment.addActiveProfile("h2");
		assertThat(this.title.from(this.environment)).isEqualTo("first");
		assertThat(this.reads).hasValue(2);
	}

	@Test
	void whatCannotBeReadIsTriedAgain() {
		ReadOnce<String> broken = new ReadOnce<>((environment) -> {
			throw new IllegalStateException("Read %d times".formatted(this.reads.incrementAndGet()));
		});
		assertThatIllegalStateException().isThrownBy(() -> broken.from(this.environment)).withMessage("Read 1 times");
		assertThatIllegalStateException().isThrownBy(() -> broken.from(this.environment)).withMessage("Read 2 times");
	}

	private String read(Environment from) {
		this.reads.incrementAndGet();
		return from.getRequiredProperty("title");
	}

	private static StandardEnvironment environment(String title) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().addFirst(source(title));
		return environment;
	}

	private static MapPropertySource source(String title) {
		return new MapPropertySource("test", Map.of("title", title));
	}

}
