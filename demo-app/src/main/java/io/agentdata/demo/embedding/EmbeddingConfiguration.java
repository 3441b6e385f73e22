// SPDX-License-Identifier: Apache-2.0

package io.agentdata.demo.embedding;

import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/**
 * Contributes the {@link EmbeddingModel}. It is loaded when the first text is embedded.
 *
 * @see <a href="https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2">the
 * model</a>
 */
@Configuration(proxyBeanMethods = false)
public class EmbeddingConfiguration {

	@Bean
	@Lazy
	EmbeddingModel embeddingModel() {
		return new AllMiniLmL6V2QuantizedEmbeddingModel();
	}

}
