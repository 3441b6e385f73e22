// SPDX-License-Identifier: Apache-2.0
package io.agentdata.seed;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.agentdata.test.AgentDataTest;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Tests for seeds that the database refuses.
 */
@AgentDataTest
class SeedFailureTests {

	private static final String FAILED = "A seed could not be loaded.";

	@Autowired
	private DataSource dataSource;

	@Autowired
	private PlatformTransactionManager manager;

	@Autowired
	private JdbcClient jdbc;

	@Autowired
	private ConfigurableApplicationContext context;

	@Test
	void csvNamesTheLineTheColumnAndTheRow() {
		assertThatLoading("note.csv", "title,details\none,{}\n\"two\nlines\",{}\nthree,{oops\n")
			.hasMessageStartingWith(FAILED)
			.hasMessageContaining("[note.csv], line 5: ERROR: invalid input syntax for type json")
			.hasMessageContaining("column details")
			.hasMessageContaining("It reads: three,{oops");
	}

	@Test
	void csvNamesTheLineOfAKeyThatIsTaken() {
		assertThatLoading("note.csv", "title\none\ntwo\none\n").hasMessageContaining("line 4: ERROR: duplicate key")
			.hasMessageContaining("It reads: one");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "\n", "title,,details\n", "title,\n", "\"title\n" })
	void csvWithoutColumnsIsRefused(String content) {
		assertThatLoading("note.csv", content).hasMessageContaining("line 1: the first line names the columns");
	}

	@Test
	void csvWithAByteOrderMarkIsRead() {
		assertThatNoException().isThrownBy(() -> load("note.csv", "\uFEFFtitle\r\none\r\n"));
		assertThat(this.jdbc.sql("SELECT title FROM note").query(String.class).list()).containsExactly("one");
	}

	@Test
	void jsonNamesTheElementTheLineAndTheRow() {
		assertThatLoading("note.json", """
				[ {"title": "one"},
				  {"title": "two", "details": {}},

				  {"title": "three", "embedding": [1, 2]} ]
				""").hasMessageStartingWith(FAILED)
			.hasMessageContaining("[note.json], element 3 (line 4): ERROR: expected 1536 dimensions, not 2")
			.hasMessageContaining("COPY note, column embedding")
			.hasMessageContaining("It reads: three, [1,2]");
	}

	@Test
	void foreignKeyIsNamedWithTheRowsThatItMayBeIn() {
		load("seed.sql", "CREATE TABLE child (note bigint REFERENCES note)");
		assertThatLoading("child.json", "[{\"note\": 1},\n{\"note\": 2}]")
			.hasMessageContaining("[child.json], element 1 (line 1) to element 2 (line 2): ERROR")
			.hasMessageContaining("Key (note)=(1) is not present")
			.hasMessageContaining("let that seed come first");
	}

	@Test
	void foreignKeyInCsvIsNamedWithItsFile() {
		load("seed.sql", "CREATE TABLE child (note bigint REFERENCES note)");
		assertThatLoading("child.csv", "note\n7\n").hasMessageContaining("[child.csv], all lines: ERROR")
			.hasMessageContaining("Key (note)=(7) is not present");
	}

	@Test
	void jsonWithoutJacksonIsRefused() {
		Thread thread = Thread.currentThread();
		ClassLoader before = thread.getContextClassLoader();
		thread.setContextClassLoader(new FilteredClassLoader("tools.jackson"));
		try {
			assertThatLoading("note.json", "[]").hasMessageStartingWith("A seed file in JSON needs Jackson.")
				.hasMessageContaining("tools.jackson.core:jackson-core");
		}
		finally {
			thread.setContextClassLoader(before);
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{"title": "one"}                 | line 1: the file is not an array of objects
			[ {"title": "one"}, 2 ]          | line 1: element 2 is not an object
			[ {} ]                           | element 1 (line 1): the row has 0 values for 0 columns
			[ {"title": "one", "title": ""} ]| line 1: Duplicate Object property "title"
			[ {"title": "one"                | line 1: Unexpected end-of-input
			[ {"title": "one"}               | line 1: Unexpected end-of-input
			``                               | line 1: the file is not an array of objects
			""")
	void jsonOfAnotherShapeIsRefused(String content, String problem) {
		assertThatLoading("note.json", content).hasMessageStartingWith(FAILED).hasMessageContaining(problem);
	}

	@Test
	void unknownTableIsNamedWithARemedy() {
		assertThatLoading("Note.csv", "title\none\n").hasMessageContaining("relation \"Note\" does not exist")
			.hasMessageContaining("Compare the name of the table");
	}

	@Test
	void unknownTableOfASchemaIsNamedWithARemedy() {
		assertThatLoading("public.nowhere.json", "[{\"title\": 1}]")
			.hasMessageContaining("relation \"public.nowhere\" does not exist")
			.hasMessageContaining("Compare the name of the table");
	}

	@Test
	void unknownColumnIsNamedWithARemedy() {
		assertThatLoading("note.csv", "title,colour\none,red\n").hasMessageContaining("column \"colour\"")
			.hasMessageContaining("Compare the name of the column");
	}

	@ParameterizedTest
	@ValueSource(strings = { "note.xml", "note", "a.b.note.csv" })
	void unknownKindIsRefused(String name) {
		assertThatLoading(name, "").hasMessageStartingWith("A seed file is neither SQL, JSON nor CSV.")
			.hasMessageContaining(name)
			.hasMessageContaining("<schema>.<table>.csv");
	}

	@Test
	void sqlWithoutALastSemicolonNamesTheLine() {
		assertThatLoading("seed.sql", "SELECT 1;\n\nSELECT\n  1 / 0")
			.hasMessageContaining("[seed.sql], line 3: ERROR: division")
			.hasMessageContaining("It reads: SELECT%n  1 / 0".formatted().replace("\r", ""));
	}

	@Test
	void copyNamesTheRow() {
		assertThatCopying(IntStream.range(0, 300_000).mapToObj((i) -> new Object[] { (i == 299_998) ? null : "t" + i }))
			.hasMessageContaining("the test, row 299999 for note: ERROR: null value in column \"title\"")
			.hasMessageContaining("It reads: \\N");
	}

	@Test
	void copyRefusesARowOfAnotherLength() {
		assertThatCopying(Stream.of(new Object[] { "one" }, new Object[] { "two", 2 }))
			.hasMessageContaining("row 2 for note: the row has 2 values for 1 columns");
	}

	@Test
	void copyRefusesAValueWithoutText() {
		assertThatCopying(Stream.<Object[]>of(new Object[] { new String[] { "a" } }))
			.hasMessageContaining("row 1 for note: A value of the type String[]");
	}

	@Test
	@Transactional(propagation = Propagation.NOT_SUPPORTED)
	void nothingIsLeftWhateverTheTransactionManager() {
		AgentDataSeeder good = (seeds) -> this.jdbc.sql("INSERT INTO note (title) VALUES ('one')").update();
		AgentDataSeeder bad = (seeds) -> {
			throw new IllegalStateException("not today");
		};
		for (SeedTransaction transaction : List.of(new SeedTransaction(this.dataSource, this.manager),
				new SeedTransaction(this.dataSource, null),
				new SeedTransaction(this.dataSource, new OtherStoreTransactionManager()))) {
			assertThatExceptionOfType(SeedException.class).isThrownBy(() -> run(transaction, good, bad))
				.withMessageContaining("in its own code: not today")
				.withMessageContaining("Seeder " + getClass().getName());
			assertThat(this.jdbc.sql("SELECT count(*) FROM note").query(Integer.class).single()).isZero();
		}
	}

	@Test
	@Transactional(propagation = Propagation.NOT_SUPPORTED)
	void failureAtTheCommitIsNamed() {
		AgentDataSeeder deferred = (seeds) -> seeds.load(file("seed.sql", """
				CREATE TABLE parent (id int PRIMARY KEY);
				CREATE TABLE child (parent int REFERENCES parent DEFERRABLE INITIALLY DEFERRED);
				INSERT INTO child VALUES (7);
				"""));
		assertThatExceptionOfType(SeedException.class)
			.isThrownBy(() -> run(new SeedTransaction(this.dataSource, this.manager), deferred))
			.withMessageContaining("All seeds, at the commit: ERROR:")
			.withMessageContaining("Key (parent)=(7) is not present");
		assertThat(this.jdbc.sql("SELECT to_regclass('child') IS NULL").query(Boolean.class).single()).isTrue();
	}

	private void run(SeedTransaction transaction, AgentDataSeeder... seeders) {
		new SeedingListener(this.context, transaction, List.of(seeders), List.of())
			.onApplicationEvent(new AvailabilityChangeEvent<>(this.context, ReadinessState.ACCEPTING_TRAFFIC));
	}

	private AbstractThrowableAssert<?, ?> assertThatLoading(String name, String content) {
		return assertThatThrownBy(() -> load(name, content)).isInstanceOf(SeedException.class);
	}

	private AbstractThrowableAssert<?, ?> assertThatCopying(Stream<Object[]> rows) {
		return assertThatThrownBy(() -> seeds().copy("note", List.of("title"), rows)).isInstanceOf(SeedException.class);
	}

	private void load(String name, String content) {
		seeds().load(file(name, content));
	}

	private Seeds seeds() {
		Connection connection = DataSourceUtils.getConnection(this.dataSource);
		return new DatabaseSeeds(connection, "the test");
	}

	private static Resource file(String name, String content) {
		return new ByteArrayResource(content.getBytes(StandardCharsets.UTF_8), name) {

			@Override
			public String getFilename() {
				return name;
			}

		};
	}

	/**
	 * A transaction manager that has nothing to do with the DataSource.
	 */
	private static final class OtherStoreTransactionManager extends AbstractPlatformTransactionManager {

		private static final long serialVersionUID = 1L;

		@Override
		protected Object doGetTransaction() {
			return this;
		}

		@Override
		protected void doBegin(Object transaction, TransactionDefinition definition) {
		}

		@Override
		protected void doCommit(DefaultTransactionStatus status) {
		}

		@Override
		protected void doRollback(DefaultTransactionStatus status) {
		}

	}

}
