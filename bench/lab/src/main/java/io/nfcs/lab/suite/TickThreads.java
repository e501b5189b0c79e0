package io.nfcs.lab.suite;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Set;

/**
 * The threads of this JVM on which ticks run.
 *
 * <p><b>Threads.</b> Any.
 */
final class TickThreads {
  private static final Set<String> NAMES =
      Set.of("nfcs-orchestrator", "nfcs-stages", "nfcs-commit");

  /** Start of the name of a stage's own thread, with ring.threads: dedicated. */
  private static final String STAGE = "nfcs-stage-";

  private final com.sun.management.ThreadMXBean threads;
  private final long[] ids;

  private TickThreads(com.sun.management.ThreadMXBean threads, long[] ids) {
    this.threads = threads;
    this.ids = ids;
  }

  /** Returns the threads of the running loop; finding them stops all threads for a moment. */
  static TickThreads find() {
    if (!(ManagementFactory.getThreadMXBean() instanceof com.sun.management.ThreadMXBean threads)) {
      throw new IllegalStateException("this JVM does not report the allocation of its threads");
    }
    return new TickThreads(
        threads,
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> isTickThread(thread.getName()))
            .mapToLong(Thread::threadId)
            .toArray());
  }

  private static boolean isTickThread(String name) {
    return NAMES.contains(name) || name.startsWith(STAGE);
  }

  /** Returns the bytes that the threads have allocated since they began; stops no thread. */
  long allocatedBytes() {
    return Arrays.stream(threads.getThreadAllocatedBytes(ids)).sum();
  }
}
