// SPDX-License-Identifier: Apache-2.0

package io.agentdata.demo.guide;

import dev.langchain4j.model.embedding.EmbeddingModel;
import io.agentdata.demo.embedding.EmbeddingConfiguration;
import io.agentdata.demo.memory.MemoryVectorRepository;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.io.Resource;

/**
 * Contributes the career guide.
 */
@Configuration(proxyBeanMethods = false)
@Import(EmbeddingConfiguration.class)
class GuideConfiguration {

	@Bean
	CareerGuide careerGuide(MemoryVectorRepository vectors, @Lazy EmbeddingModel embeddingModel) {
		return new CareerGuide(vectors, embeddingModel);
	}

	@Bean
	AskRunner askRunner(CareerGuide guide, @Value("classpath:career-guide.jsonl") Resource entries) {
		return new AskRunner(guide, entries);
	}

}
