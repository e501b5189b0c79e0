package io.nfcs.bench.suite;

import java.lang.management.ManagementFactory;
import java.util.Set;

/** The threads of this JVM on which ticks run. */
final class TickThreads {
  private static final Set<String> NAMES =
      Set.of("nfcs-orchestrator", "nfcs-stages", "nfcs-commit");

  private TickThreads() {}

  /** What they have allocated since they began. */
  static long allocatedBytes() {
    if (!(ManagementFactory.getThreadMXBean() instanceof com.sun.management.ThreadMXBean threads)) {
      throw new IllegalStateException("this JVM does not tell what its threads allocate");
    }
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> NAMES.contains(thread.getName()))
        .mapToLong(thread -> threads.getThreadAllocatedBytes(thread.threadId()))
        .sum();
  }
}
