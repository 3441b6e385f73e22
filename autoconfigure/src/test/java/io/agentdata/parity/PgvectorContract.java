// SPDX-License-Identifier: Apache-2.0
package io.agentdata.parity;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/**
 * What pgvector documents, in the order of its page.
 *
 * @see <a href="https://github.com/pgvector/pgvector#readme">pgvector</a>
 */
@Transactional
abstract class PgvectorContract {

	private static final int ROWS = 600;

	@Autowired
	private JdbcClient jdbc;

	@ParameterizedTest
	@CsvSource(delimiter = ';', quoteCharacter = '"', textBlock = """
			[1,2,3];      <->; [3,2,1];      vector;    2.8284271247461903
			[1,2,3];      <#>; [3,2,1];      vector;    -10
			[1,2,3];      <=>; [3,2,1];      vector;    0.2857142857142857
			[1,2,3];      <+>; [3,2,1];      vector;    4
			[1,2,3];      <->; [3,2,1];      halfvec;   2.8284271247461903
			[1,2,3];      <#>; [3,2,1];      halfvec;   -10
			[1,2,3];      <=>; [3,2,1];      halfvec;   0.2857142857142857
			[1,2,3];      <+>; [3,2,1];      halfvec;   4
			{1:1,4:2}/5;  <->; {1:3,2:4}/5;  sparsevec; 4.898979485566356
			{1:1,4:2}/5;  <#>; {1:3,2:4}/5;  sparsevec; -3
			{1:1,4:2}/5;  <=>; {1:3,2:4}/5;  sparsevec; 0.7316718427000253
			{1:1,4:2}/5;  <+>; {1:3,2:4}/5;  sparsevec; 8
			10110;        <~>; 01110;        bit(5);    2
			10110;        <%>; 01110;        bit(5);    0.5
			""")
	void operatorGivesTheDistance(String first, String operator, String second, String type, double distance) {
		assertThat(this.jdbc.sql("SELECT CAST(? AS %2$s) %1$s CAST(? AS %2$s)".formatted(operator, type))
			.param(first)
			.param(second)
			.query(Double.class)
			.single()).isCloseTo(distance, within(1e-6));
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', quoteCharacter = '"', textBlock = """
			l2_distance('[1,2]'::vector, '[4,6]');                                 5
			cosine_distance('[1,0]'::vector, '[0,2]');                             1
			l1_distance('[1,2]'::vector, '[4,6]');                                 7
			inner_product('[1,2]'::vector, '[4,6]');                               16
			hamming_distance(B'10110', B'01110');                                  2
			jaccard_distance(B'10110', B'01110');                                  0.5
			vector_dims('[1,2,3]'::vector);                                        3
			vector_norm('[3,4]');                                                  5
			l2_normalize('[3,4]'::vector);                                         [0.6,0.8]
			l2_normalize('{1:3,3:4}/3'::sparsevec);                                {1:0.6,3:0.8}/3
			binary_quantize('[1,-2,3]'::vector);                                   101
			subvector('[1,2,3,4]'::vector, 2, 2);                                  [2,3]
			'[1,2]'::vector + '[3,4]';                                             [4,6]
			'[1,2]'::vector - '[3,5]';                                             [-2,-3]
			'[1,2]'::vector * '[3,4]';                                             [3,8]
			'[1,2]'::vector || '[3]';                                              [1,2,3]
			'[1,2]'::halfvec + '[3,4]';                                            [4,6]
			'[1,2]'::vector < '[1,3]'::vector;                                     true
			ARRAY[1,2,3]::vector;                                                  [1,2,3]
			('[1.5,2]'::vector)::real[];                                           {1.5,2}
			('[0.1,2]'::vector)::halfvec;                                          [0.099975586,2]
			('[0,1.5,0,2]'::vector)::sparsevec;                                    {2:1.5,4:2}/4
			('{2:1.5,4:2}/4'::sparsevec)::vector;                                  [0,1.5,0,2]
			(SELECT avg(v) FROM unnest(ARRAY['[1,2]', '[3,6]']::vector[]) AS v);   [2,4]
			(SELECT sum(v) FROM unnest(ARRAY['[1,2]', '[3,6]']::halfvec[]) AS v);  [4,8]
			""")
	void functionGivesTheValue(String expression, String value) {
		assertThat(text("SELECT (%s)::text".formatted(expression))).isEqualTo(value);
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', quoteCharacter = '"', textBlock = """
			'[1,2]'::vector <-> '[1,2,3]';          different vector dimensions 2 and 3
			'[1,2]'::halfvec <-> '[1,2,3]';         different halfvec dimensions 2 and 3
			'{1:1}/2'::sparsevec <-> '{1:1}/3';     different sparsevec dimensions 2 and 3
			B'101' <~> B'10';                       different bit lengths 3 and 2
			'[1,2]'::vector(3);                     expected 3 dimensions, not 2
			'[NaN]'::vector;                        NaN not allowed in vector
			'[Infinity]'::vector;                   infinite value not allowed in vector
			'[65520]'::halfvec;                     out of range for type halfvec
			'[]'::vector;                           vector must have at least 1 dimension
			array_fill(1, ARRAY[16001])::vector;    vector cannot have more than 16000 dimensions
			""")
	void wrongValueIsRefused(String expression, String message) {
		assertThatThrownBy(() -> text("SELECT (%s)::text".formatted(expression))).hasMessageContaining(message);
	}

	@ParameterizedTest
	@CsvSource({ "vector(3), vector_l2_ops, <->", "vector(3), vector_ip_ops, <#>", "vector(3), vector_cosine_ops, <=>",
			"vector(3), vector_l1_ops, <+>", "halfvec(3), halfvec_l2_ops, <->", "halfvec(3), halfvec_ip_ops, <#>",
			"halfvec(3), halfvec_cosine_ops, <=>", "halfvec(3), halfvec_l1_ops, <+>",
			"sparsevec(3), sparsevec_l2_ops, <->", "sparsevec(3), sparsevec_ip_ops, <#>",
			"sparsevec(3), sparsevec_cosine_ops, <=>", "sparsevec(3), sparsevec_l1_ops, <+>",
			"bit(16), bit_hamming_ops, <~>", "bit(16), bit_jaccard_ops, <%>" })
	void hnswFindsTheNearest(String type, String operators, String operator) {
		createItems(type);
		run("CREATE INDEX item_index ON item USING hnsw (v %s) WITH (m = 16, ef_construction = 64)"
			.formatted(operators));
		run("SET LOCAL hnsw.ef_search = 100");
		assertIndexFindsTheNearest(operator);
	}

	@ParameterizedTest
	@CsvSource({ "vector(3), vector_l2_ops, <->", "vector(3), vector_ip_ops, <#>", "vector(3), vector_cosine_ops, <=>",
			"halfvec(3), halfvec_l2_ops, <->", "halfvec(3), halfvec_ip_ops, <#>", "halfvec(3), halfvec_cosine_ops, <=>",
			"bit(16), bit_hamming_ops, <~>" })
	void ivfflatFindsTheNearestInAllItsLists(String type, String operators, String operator) {
		createItems(type);
		run("CREATE INDEX item_index ON item USING ivfflat (v %s) WITH (lists = 8)".formatted(operators));
		run("SET LOCAL ivfflat.probes = 8");
		assertIndexFindsTheNearest(operator);
	}

	@Test
	void indexFollowsItsTable() {
		createItems("vector(3)");
		run("CREATE INDEX item_index ON item USING hnsw (v vector_l2_ops)");
		run("SET LOCAL enable_seqscan = off");
		run("INSERT INTO item VALUES (5000, '[9,9,9]'), (5001, '[9,9,8]')");
		run("DELETE FROM item WHERE id = 5001");
		run("UPDATE item SET v = '[9,9,7]' WHERE id = 17");
		String nearest = "SELECT id FROM item ORDER BY v <-> '[9,9,9]' LIMIT 2";
		assertUsesIndex(nearest);
		assertThat(this.jdbc.sql(nearest).query(Integer.class).list()).containsExactly(5000, 17);
	}

	@Test
	void indexLeavesOutNullsAndTheCosineOfZeros() {
		run("CREATE TABLE item (id int, v vector(3))");
		run("INSERT INTO item VALUES (1, NULL), (2, '[0,0,0]'), (3, '[1,1,1]'), (4, '[1,0,0]')");
		run("CREATE INDEX item_index ON item USING hnsw (v vector_cosine_ops)");
		String nearest = "SELECT id FROM item ORDER BY v <=> '[1,1,0]' LIMIT 9";
		assertThat(this.jdbc.sql(nearest).query(Integer.class).list()).containsExactly(3, 4, 2, 1);
		run("SET LOCAL enable_seqscan = off");
		assertUsesIndex(nearest);
		assertThat(this.jdbc.sql(nearest).query(Integer.class).list()).containsExactly(3, 4);
	}

	@ParameterizedTest
	@ValueSource(strings = { "strict_order", "relaxed_order" })
	void iterativeScanOfHnswGoesOnUntilTheFilterIsSatisfied(String order) {
		createItems("vector(3)");
		run("CREATE INDEX item_index ON item USING hnsw (v vector_l2_ops)");
		assertIterativeScan("hnsw", "SET LOCAL hnsw.ef_search = 10", order);
		run("SET LOCAL hnsw.max_scan_tuples = 20000");
		run("SET LOCAL hnsw.scan_mem_multiplier = 2");
	}

	@Test
	void iterativeScanOfIvfflatGoesOnUntilTheFilterIsSatisfied() {
		createItems("vector(3)");
		run("CREATE INDEX item_index ON item USING ivfflat (v vector_l2_ops) WITH (lists = 30)");
		assertIterativeScan("ivfflat", "SET LOCAL ivfflat.probes = 1", "relaxed_order");
		run("SET LOCAL ivfflat.max_probes = 1");
	}

	@Test
	void dimensionsOfAnIndexAreThoseOfItsType() {
		run("CREATE TABLE wide (v vector(2000), h halfvec(4000), b bit(64000), s sparsevec(1000000))");
		run("CREATE INDEX ON wide USING hnsw (v vector_l2_ops)");
		run("CREATE INDEX ON wide USING hnsw (h halfvec_l2_ops)");
		run("CREATE INDEX ON wide USING hnsw (b bit_hamming_ops)");
		run("CREATE INDEX ON wide USING hnsw (s sparsevec_l2_ops)");
		run("INSERT INTO wide (s) VALUES ('{1:1,1000000:2}/1000000')");
		run("CREATE TABLE too_wide (v vector(2001))");
		assertThatThrownBy(() -> run("CREATE INDEX ON too_wide USING hnsw (v vector_l2_ops)"))
			.hasMessageContaining("column cannot have more than 2000 dimensions for hnsw index");
	}

	@Test
	void indexIsOfAnExpression() {
		createItems("vector(3)");
		run("CREATE INDEX item_index ON item USING hnsw ((v::halfvec(3)) halfvec_l2_ops)");
		run("SET LOCAL enable_seqscan = off");
		assertUsesIndex("SELECT id FROM item ORDER BY v::halfvec(3) <-> '[1,0,0]' LIMIT 5");
	}

	@Test
	void indexOfBitsIsRankedAgainByVectors() {
		createItems("vector(3)");
		run("CREATE INDEX item_index ON item USING hnsw ((binary_quantize(v)::bit(3)) bit_hamming_ops)");
		run("SET LOCAL enable_seqscan = off");
		run("SET LOCAL hnsw.ef_search = 1000");
		String ranked = """
				SELECT id FROM (SELECT id, v FROM item
				  ORDER BY binary_quantize(v)::bit(3) <~> binary_quantize('[0.4,0.5,0.6]'::vector(3)) LIMIT 200) AS candidate
				ORDER BY v <=> '[0.4,0.5,0.6]' LIMIT 5""";
		assertUsesIndex(ranked);
		List<Integer> found = this.jdbc.sql(ranked).query(Integer.class).list();
		assertThat(found).isEqualTo(this.jdbc.sql(exact("SELECT id FROM item ORDER BY v <=> '[0.4,0.5,0.6]' LIMIT 5"))
			.query(Integer.class)
			.list());
	}

	@Test
	void oneColumnHoldsVectorsOfSeveralDimensions() {
		run("CREATE TABLE item (model int, v vector)");
		run("INSERT INTO item VALUES (1, '[1,2]'), (1, '[3,4]'), (2, '[1,2,3]')");
		run("CREATE INDEX item_index ON item USING hnsw ((v::vector(2)) vector_l2_ops) WHERE model = 1");
		run("SET LOCAL enable_seqscan = off");
		String nearest = "SELECT v::text FROM item WHERE model = 1 ORDER BY v::vector(2) <-> '[3,3]' LIMIT 5";
		assertUsesIndex(nearest);
		assertThat(this.jdbc.sql(nearest).query(String.class).list()).containsExactly("[3,4]", "[1,2]");
	}

	@Test
	void conflictingRowIsUpdated() {
		run("CREATE TABLE item (id int PRIMARY KEY, v vector(3))");
		run("INSERT INTO item VALUES (1, '[1,2,3]')");
		run("INSERT INTO item VALUES (1, '[4,5,6]') ON CONFLICT (id) DO UPDATE SET v = EXCLUDED.v");
		assertThat(text("SELECT v::text FROM item")).isEqualTo("[4,5,6]");
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', quoteCharacter = '"', textBlock = """
			SET LOCAL hnsw.ef_search = 1001;         outside the valid range
			SET LOCAL ivfflat.probes = 0;            outside the valid range
			SET LOCAL hnsw.iterative_scan = always;  invalid value for parameter
			""")
	void wrongSettingIsRefused(String setting, String message) {
		// the settings are known once the library is loaded
		text("SELECT ('[1]'::vector <-> '[2]')::text");
		assertThatThrownBy(() -> run(setting)).hasMessageContaining(message);
	}

	@Test
	void versionIsOneWithIterativeScans() {
		String version = text("SELECT extversion FROM pg_extension WHERE extname = 'vector'");
		int[] numbers = Arrays.stream(version.split("\\.")).mapToInt(Integer::parseInt).toArray();
		assertThat(IntStream.of(numbers[0] * 100 + numbers[1])).allMatch((number) -> number >= 8);
	}

	/**
	 * Assert that a search with an index finds what one without does. Rows at nearly the
	 * same distance may change places: an index keeps cosines in its own precision.
	 */
	private void assertIndexFindsTheNearest(String operator) {
		String distance = "v %s (SELECT v FROM item WHERE id = 42)".formatted(operator);
		String nearest = "SELECT %1$s FROM item ORDER BY %1$s LIMIT 10".formatted(distance);
		List<Double> expected = this.jdbc.sql(exact(nearest)).query(Double.class).list();
		run("SET LOCAL enable_seqscan = off");
		assertUsesIndex(nearest);
		assertThat(this.jdbc.sql(nearest).query(Double.class).list()).hasSize(10)
			.containsExactlyInAnyOrderElementsOf(expected);
	}

	/**
	 * Assert that the ten nearest of rare rows are found by an iterative scan only.
	 */
	private void assertIterativeScan(String method, String smallSearch, String order) {
		String nearest = "SELECT id FROM item WHERE id % 50 = 0 ORDER BY v <-> '[1,0,0]' LIMIT 10";
		List<Integer> expected = this.jdbc.sql(exact(nearest)).query(Integer.class).list();
		run("SET LOCAL enable_seqscan = off");
		run(smallSearch);
		assertUsesIndex(nearest);
		assertThat(this.jdbc.sql(nearest).query(Integer.class).list()).hasSizeLessThan(10);
		run("SET LOCAL %s.iterative_scan = %s".formatted(method, order));
		List<Integer> found = this.jdbc.sql(nearest).query(Integer.class).list();
		assertThat(found).hasSize(10);
		if (order.equals("strict_order")) {
			assertThat(found).isEqualTo(expected);
		}
	}

	/**
	 * Return a query that no index helps. That it has a text of its own matters as well:
	 * the driver keeps the plan of a text that it has sent five times.
	 */
	private static String exact(String nearest) {
		return nearest.replaceFirst("ORDER BY (.*) LIMIT", "ORDER BY ($1) + 0 LIMIT");
	}

	private void assertUsesIndex(String query) {
		assertThat(this.jdbc.sql("EXPLAIN " + query).query(String.class).list())
			.anyMatch((line) -> line.contains("Index Scan using item_index"));
	}

	private void createItems(String type) {
		String value = type.startsWith("bit") ? "(i * 7919 %% 65536)::%s"
				: "ARRAY[sin(i), cos(i * 1.3), sin(i * 0.7)]::vector(3)::%s";
		run("CREATE TABLE item (id int, v %s)".formatted(type));
		run("INSERT INTO item SELECT i, %s FROM generate_series(1, %d) AS i".formatted(value.formatted(type), ROWS));
	}

	private void run(String sql) {
		this.jdbc.sql(sql).update();
	}

	private String text(String query) {
		return this.jdbc.sql(query).query(String.class).single();
	}

}
