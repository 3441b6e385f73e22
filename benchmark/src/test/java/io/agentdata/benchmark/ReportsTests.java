// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import javax.xml.parsers.DocumentBuilderFactory;

import io.agentdata.benchmark.report.Report;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that each benchmark runs, in the shortest form, and writes its report.
 */
@Tag("exhaustive")
class ReportsTests {

	@TempDir
	private static Path cache;

	@TempDir
	private Path folder;

	private Report report;

	private Turns turns;

	@BeforeEach
	void open() {
		this.report = new Report(this.folder);
		this.turns = new Turns(new SuiteRunner(this.folder.resolve("work"), new Cache(cache)), 1);
	}

	@AfterEach
	void close() {
		this.turns.runner().close();
	}

	@Test
	void suiteHasARowForEachVariantAndAReasonForThoseThatDoNotRun() throws Exception {
		// without pgvector where it is on the class path, and otherwise not compilable
		List<Variant> variants = List.of(Variant.RUNNING, Variant.H2, Variant.ZONKY_EMBEDDED);
		new SuiteBenchmark(this.turns, variants, Workload.SHORT).run(this.report);
		assertThat(text("suite.md")).contains("A suite of 6 tests in 2 classes")
			.contains("| " + Variant.RUNNING.label() + " |", "| " + Variant.H2.label() + " |")
			.containsOnlyOnce("- Not run: ")
			.contains("- Not run: " + Variant.ZONKY_EMBEDDED.label());
		assertIsChart("suite.svg");
	}

	@Test
	void startHasARowForEachStateOfTheCache() throws Exception {
		new StartBenchmark(this.turns.runner(), this.folder, 3, 1).run(this.report);
		assertThat(text("start.md")).contains("| binaries and cluster |", "| binaries |", "| nothing |",
				"| " + Variant.AUTO.label() + " |");
	}

	@Test
	void clonesHaveARowForEachNumberOfForks() throws Exception {
		new ClonesBenchmark(this.turns, Workload.SHORT).run(this.report, 1);
		assertThat(text("clones.md")).contains("| 1 | `doesNothing` |", "| 1 | `recalls` |");
	}

	@Test
	void memoryHasARowForEachTenthOfTheTests() throws Exception {
		new MemoryBenchmark(this.turns, List.of(Variant.AUTO), Workload.SHORT).run(this.report, 1, 10);
		assertThat(text("memory.md")).contains("| " + Variant.AUTO.label() + " |", "| 1 |", "| 10 |");
	}

	@Test
	void curveHasARowForEachPoint() throws Exception {
		new Curve("curve", "Time", "tests", List.of(1, 2), List.of(Variant.RUNNING),
				(tests) -> Workload.SHORT.ofSize(1, tests), Measurement::wall)
			.measure(this.turns, this.report);
		assertThat(text("curve.md")).contains("| 1 |", "| 2 |");
		assertIsChart("curve.svg");
	}

	@Test
	void jmhHasARowForEachOperation() throws Exception {
		new JmhBenchmark(this.folder).run(this.report, "-bm", "ss", "-wi", "0", "-i", "1", "-p", "mode=CLONE_METHOD");
		assertThat(text("jmh.md")).contains("| `factory` |", "| `cloneOfTemplate` |", "| `rollback` |",
				"| `isolation` | CLONE_METHOD |");
	}

	private String text(String file) throws Exception {
		return Files.readString(this.folder.resolve(file));
	}

	private void assertIsChart(String file) throws Exception {
		assertThat(DocumentBuilderFactory.newInstance()
			.newDocumentBuilder()
			.parse(this.folder.resolve(file).toFile())
			.getDocumentElement()
			.getTagName()).isEqualTo("svg");
	}

}
