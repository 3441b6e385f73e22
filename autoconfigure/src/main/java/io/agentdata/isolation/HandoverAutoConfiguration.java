// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import io.micrometer.context.ContextRegistry;
import jakarta.servlet.Filter;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.boot.restclient.RestTemplateCustomizer;
import org.springframework.boot.resttestclient.autoconfigure.RestTestClientBuilderCustomizer;
import org.springframework.boot.webmvc.test.autoconfigure.MockMvcBuilderCustomizer;
import org.springframework.boot.webtestclient.autoconfigure.WebTestClientBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;

/**
 * Auto-configuration of what tells other threads and HTTP servers which test they work
 * for. It is only imported by our test annotations.
 */
@AutoConfiguration(after = IsolationAutoConfiguration.class)
@ConditionalOnBean(IsolationStart.class)
public final class HandoverAutoConfiguration {

	@Bean
	TestTaskDecorator agentDataTaskDecorator() {
		return new TestTaskDecorator();
	}

	/**
	 * Micrometer carries the test.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ContextRegistry.class)
	static class MicrometerConfiguration {

		MicrometerConfiguration() {
			TestThreadLocalAccessor.register();
		}

	}

	/**
	 * A servlet's thread works for the test of the request.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(Filter.class)
	static class ServletConfiguration {

		@Bean
		TestHeaderFilter agentDataTestHeaderFilter(IsolationStart start) {
			return new TestHeaderFilter(start::isolation);
		}

	}

	/**
	 * Requests of {@code RestClient} and {@code RestTemplate} carry the header.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ RestClientCustomizer.class, RestClient.class, RestTemplate.class })
	static class RestClientConfiguration {

		@Bean
		RestClientCustomizer agentDataRestClientCustomizer() {
			return (builder) -> builder.requestInterceptor(new TestHeaderInterceptor());
		}

		@Bean
		RestTemplateCustomizer agentDataRestTemplateCustomizer() {
			return (template) -> template.getInterceptors().add(new TestHeaderInterceptor());
		}

	}

	/**
	 * Requests of {@code RestTestClient} carry the header.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ RestTestClientBuilderCustomizer.class, RestTestClient.class })
	static class RestTestClientConfiguration {

		@Bean
		RestTestClientBuilderCustomizer agentDataRestTestClientCustomizer() {
			return (builder) -> builder.requestInterceptor(new TestHeaderInterceptor());
		}

	}

	/**
	 * Requests of {@code MockMvc} carry the header.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ MockMvcBuilderCustomizer.class, Filter.class })
	static class MockMvcConfiguration {

		@Bean
		MockMvcBuilderCustomizer agentDataMockMvcCustomizer() {
			return (builder) -> builder.defaultRequest(MockMvcRequestBuilders.get("/").with((request) -> {
				TestHeader.ifPresent((value) -> request.addHeader(TestHeader.NAME, value));
				return request;
			}));
		}

	}

	/**
	 * Requests of {@code WebTestClient} carry the header.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ WebTestClientBuilderCustomizer.class, ExchangeFilterFunction.class })
	static class WebTestClientConfiguration {

		@Bean
		WebTestClientBuilderCustomizer agentDataWebTestClientCustomizer() {
			return (builder) -> builder.filter(
					(request, next) -> next.exchange(ClientRequest.from(request).headers(TestHeader::addTo).build()));
		}

	}

}
