// SPDX-License-Identifier: Apache-2.0
package io.agentdata.benchmark.process;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The processes of database servers that belong to one measurement, whatever else runs on
 * the machine.
 */
public final class ServerProcesses {

	/**
	 * The environment variable that a measured JVM hands on to all that it starts, also
	 * to a server that is no child of it any more.
	 */
	public static final String MARK = "AGENT_DATA_BENCHMARK";

	private static final Set<String> SERVERS = Set.of("postgres", "node");

	private static final String CONTAINER = "containerd-shim";

	private final Predicate<RunningProcess> root;

	private ServerProcesses(Predicate<RunningProcess> root) {
		this.root = root;
	}

	/**
	 * Return the servers that JVMs of a mark start, and those of containers from now on.
	 * Another's container that is started at the same time would be taken for theirs.
	 * @param mark the value of the variable {@value #MARK}
	 * @return the servers
	 */
	public static ServerProcesses marked(String mark) {
		Set<Long> before = RunningProcess.all().stream().map(RunningProcess::id).collect(Collectors.toSet());
		return new ServerProcesses((process) -> process.hasVariable(MARK + "=" + mark)
				|| (!before.contains(process.id()) && process.program().startsWith(CONTAINER)));
	}

	/**
	 * Return a server that runs already.
	 * @param worker one of its processes
	 * @return the server
	 */
	public static ServerProcesses ofWorker(long worker) {
		List<RunningProcess> processes = RunningProcess.all();
		long server = processes.stream()
			.filter((process) -> process.id() == worker)
			.mapToLong(RunningProcess::parent)
			.findAny()
			.orElse(0);
		return new ServerProcesses((process) -> process.id() == server);
	}

	/**
	 * Return the memory of all processes, without counting twice what they share.
	 * @return bytes, 0 where there is no process to be seen
	 */
	public long pss() {
		return list().stream().mapToLong(RunningProcess::pss).sum();
	}

	/**
	 * Return what the processes have open now.
	 * @return the footprint
	 */
	public Footprint footprint() {
		return Footprint.of(list());
	}

	/**
	 * End the processes at once. Ours would wait some seconds for the next JVM of a
	 * build, which takes nobody's time but that of the next measurement.
	 */
	public void end() {
		for (RunningProcess process : list()) {
			ProcessHandle.of(process.id()).ifPresent((handle) -> {
				handle.destroyForcibly();
				handle.onExit().join();
			});
		}
	}

	private List<RunningProcess> list() {
		List<RunningProcess> all = RunningProcess.all();
		Map<Long, List<RunningProcess>> children = all.stream().collect(Collectors.groupingBy(RunningProcess::parent));
		Deque<RunningProcess> open = new ArrayDeque<>(all.stream().filter(this.root).toList());
		Map<Long, RunningProcess> found = new LinkedHashMap<>();
		while (!open.isEmpty()) {
			RunningProcess process = open.pop();
			if (found.put(process.id(), process) == null) {
				open.addAll(children.getOrDefault(process.id(), List.of()));
			}
		}
		return found.values().stream().filter((process) -> SERVERS.contains(process.program())).toList();
	}

}
