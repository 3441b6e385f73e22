// SPDX-License-Identifier: Apache-2.0
package io.agentdata.database.container;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.PullResponseItem;
import com.github.dockerjava.api.model.ResponseItem;

/**
 * What Docker tells while it pulls an image.
 */
final class PullProgress extends ResultCallback.Adapter<PullResponseItem> {

	private final CountDownLatch end = new CountDownLatch(1);

	private volatile long heard = System.nanoTime();

	private volatile String last = "nothing";

	@Override
	public void onNext(PullResponseItem item) {
		this.heard = System.nanoTime();
		ResponseItem.ErrorDetail error = item.getErrorDetail();
		this.last = (error != null) ? String.valueOf(error.getMessage())
				: item.getStatus() + ((item.getId() != null) ? " " + item.getId() : "");
	}

	@Override
	public void onError(Throwable failure) {
		this.last = DockerException.messages(failure);
		this.end.countDown();
		super.onError(failure);
	}

	@Override
	public void onComplete() {
		this.end.countDown();
		super.onComplete();
	}

	/**
	 * Wait for the end of the pull, be it good or bad.
	 * @return whether it has ended
	 */
	boolean awaitEnd(Duration patience) throws InterruptedException {
		return this.end.await(patience.toMillis(), TimeUnit.MILLISECONDS);
	}

	Duration silence() {
		return Duration.ofNanos(System.nanoTime() - this.heard);
	}

	/**
	 * Return what was told last.
	 */
	@Override
	public String toString() {
		return this.last;
	}

}
