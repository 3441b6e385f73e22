// SPDX-License-Identifier: Apache-2.0
package io.agentdata.isolation;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * A stand-in for an object of JDBC: handles some of its methods, and passes the others
 * on.
 */
abstract class JdbcProxy implements InvocationHandler {

	private final Object target;

	/**
	 * Stand in for an object.
	 * @param target the object that unhandled methods go to
	 */
	JdbcProxy(Object target) {
		this.target = target;
	}

	/**
	 * Return the object that unhandled methods go to.
	 */
	Object target() {
		return this.target;
	}

	<T> T as(Class<T> type, Class<?>... others) {
		Class<?>[] types = Stream.concat(Stream.of(type), Arrays.stream(others)).toArray(Class<?>[]::new);
		return type.cast(Proxy.newProxyInstance(JdbcProxy.class.getClassLoader(), types, this));
	}

	@Override
	public final @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
			throws Throwable {
		return switch (method.getName()) {
			case "equals" -> arguments != null && proxy == arguments[0];
			case "hashCode" -> System.identityHashCode(proxy);
			default -> handle(proxy, method.getName(), arguments, () -> pass(method, arguments));
		};
	}

	/**
	 * Handle a method, or pass it on.
	 * @param proxy the stand-in
	 * @param method the method's name
	 * @param arguments its arguments, or {@code null} where it has none
	 * @param call passes the method on to the object that this stands in for
	 */
	abstract @Nullable Object handle(Object proxy, String method, @Nullable Object @Nullable [] arguments, Call call)
			throws Throwable;

	private @Nullable Object pass(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
		try {
			return method.invoke(method.getDeclaringClass().isInstance(this) ? this : target(), arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

	/**
	 * A method that waits to be called.
	 */
	@FunctionalInterface
	interface Call {

		@Nullable Object run() throws Throwable;

	}

}
