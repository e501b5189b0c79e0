package io.nfcs.monitor.cause;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How long the threads of the loop were ready and got no processor, and how long the host took
 * processors away, as the kernel tells it; nothing where there is no Linux.
 *
 * <p><b>Threads.</b> One.
 */
final class ThreadDelays {
  private static final Path TASKS = Path.of("/proc/self/task");
  private static final Path STAT = Path.of("/proc/stat");
  private static final int STEAL = 8;
  private static final long JIFFY_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  /** The kernel keeps 15 characters of a name. */
  private static final List<String> NAMES =
      List.of("nfcs-orchestrat", "nfcs-stages", "nfcs-stage-", "nfcs-commit");

  private final List<Path> threads = new ArrayList<>();
  private boolean isLookedFor;

  /** The sum so far. */
  long nanos() {
    if (!isLookedFor) {
      find();
      isLookedFor = true;
    }
    long sum = 0;
    try {
      for (Path thread : threads) {
        String[] columns = Files.readString(thread).strip().split(" ", -1);
        sum += Long.parseLong(columns[1]);
      }
      if (Files.isReadable(STAT)) {
        String line = Files.readString(STAT).lines().findFirst().orElse("");
        String[] columns = line.split(" +", -1);
        sum += columns.length > STEAL ? Long.parseLong(columns[STEAL]) * JIFFY_NANOS : 0;
      }
    } catch (IOException | NumberFormatException gone) {
      // a thread has ended, or this kernel does not tell
      threads.clear();
    }
    return sum;
  }

  private void find() {
    if (!Files.isDirectory(TASKS)) {
      return;
    }
    try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
      for (Path task : tasks) {
        String name = Files.readString(task.resolve("comm")).strip();
        Path delays = task.resolve("schedstat");
        if (NAMES.stream().anyMatch(name::startsWith) && Files.isReadable(delays)) {
          threads.add(delays);
        }
      }
    } catch (IOException gone) {
      threads.clear();
    }
  }
}
