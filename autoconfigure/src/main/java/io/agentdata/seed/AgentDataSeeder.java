// SPDX-License-Identifier: Apache-2.0
package io.agentdata.seed;

/**
 * Puts rows into the database that each test begins with. Beans of this type run once for
 * an application context, in the order of {@code @Order}, after all that the application
 * does at its start. They run in one transaction, before the files of
 * {@code @AgentDataTest(seed = …)}. Repositories, {@code JdbcClient} and the like take
 * part in that transaction.
 *
 * <pre class="code">
 * &#064;TestConfiguration(proxyBeanMethods = false)
 * class Seeding {
 *
 * 	&#064;Bean
 * 	&#064;Order(1)
 * 	AgentDataSeeder notes() {
 * 		return (seeds) -&gt; seeds.copy("note", List.of("title", "embedding"),
 * 				IntStream.range(0, 20_000).mapToObj((i) -&gt; new Object[] { "note " + i, embedding(i) }));
 * 	}
 *
 * }
 * </pre>
 *
 * They never run on the application's own database.
 */
@FunctionalInterface
public interface AgentDataSeeder {

	/**
	 * Put the rows in, in the calling thread. JPA's changes that later rows refer to must
	 * be flushed.
	 * @param seeds fast ways to put rows in, valid until this method returns
	 * @throws Exception if the seed fails: then the application context does, and nothing
	 * is left behind
	 */
	void seed(Seeds seeds) throws Exception;

}
