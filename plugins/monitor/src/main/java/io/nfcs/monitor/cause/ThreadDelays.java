package io.nfcs.monitor.cause;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Delays of the threads that a tick needs: the time for which they were ready without a processor
 * and the host took processors away, according to the kernel; 0 on systems other than Linux.
 *
 * <p>These are the threads of the loop, and those that look up tiers of a cache for it, which come
 * and go. <b>Threads.</b> One.
 */
final class ThreadDelays {
  private static final Path TASKS = Path.of("/proc/self/task");
  private static final Path STAT = Path.of("/proc/stat");
  private static final int STEAL = 8;
  private static final long JIFFY_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  /** Names of the threads, of which the kernel keeps 15 characters. */
  private static final List<String> NAMES =
      List.of("nfcs-orchestrat", "nfcs-stages", "nfcs-stage-", "nfcs-commit", "nfcs-cache-belo");

  /** The delay of each thread at the last read. */
  private final Map<Path, Long> threads = new HashMap<>();

  private long sum;

  /** Finds threads that have begun since the last call. */
  void find() {
    if (!Files.isDirectory(TASKS)) {
      return;
    }
    try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
      for (Path task : tasks) {
        find(task);
      }
    } catch (IOException | DirectoryIteratorException untold) {
      // this kernel does not report it
    }
  }

  private void find(Path task) {
    Path delays = task.resolve("schedstat");
    if (threads.containsKey(delays)) {
      return;
    }
    try {
      String name = Files.readString(task.resolve("comm")).strip();
      if (NAMES.stream().anyMatch(name::startsWith)) {
        threads.put(delays, delay(delays));
      }
    } catch (IOException | NumberFormatException gone) {
      // the thread has ended, or this kernel does not report it
    }
  }

  /** Returns the sum of the delays so far. */
  long nanos() {
    for (Iterator<Map.Entry<Path, Long>> all = threads.entrySet().iterator(); all.hasNext(); ) {
      Map.Entry<Path, Long> thread = all.next();
      try {
        long delay = delay(thread.getKey());
        sum += delay - thread.setValue(delay);
      } catch (IOException | NumberFormatException gone) {
        all.remove();
      }
    }
    return sum + stolen();
  }

  private static long delay(Path thread) throws IOException {
    return Long.parseLong(Files.readString(thread).strip().split(" ", -1)[1]);
  }

  private static long stolen() {
    if (!Files.isReadable(STAT)) {
      return 0;
    }
    try {
      String line = Files.readString(STAT).lines().findFirst().orElse("");
      String[] columns = line.split(" +", -1);
      return columns.length > STEAL ? Long.parseLong(columns[STEAL]) * JIFFY_NANOS : 0;
    } catch (IOException | NumberFormatException untold) {
      return 0;
    }
  }
}
