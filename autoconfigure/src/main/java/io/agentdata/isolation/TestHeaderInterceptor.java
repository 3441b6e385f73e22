// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.io.IOException;

import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;

/**
 * Adds {@link TestHeader} to requests.
 */
final class TestHeaderInterceptor implements ClientHttpRequestInterceptor {

	@Override
	public ClientHttpResponse intercept(HttpRequest request, byte[] body, ClientHttpRequestExecution execution)
			throws IOException {
		TestHeader.addTo(request.getHeaders());
		return execution.execute(request, body);
	}

}
