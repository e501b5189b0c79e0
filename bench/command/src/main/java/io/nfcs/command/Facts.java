package io.nfcs.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Values that the checks examine.
 *
 * @param root of the file system that has {@code proc} and {@code sys}
 * @param cores processors of this JVM
 * @param arguments of this JVM
 * @param maxHeapBytes limit of its heap
 * @param freeDiskBytes free space where data goes
 * @param wakeUpMicros lateness of the worst of a hundred wake-ups
 * @param stealShare share of the processors' time that other machines took meanwhile
 */
record Facts(
    Path root,
    int cores,
    List<String> arguments,
    long maxHeapBytes,
    long freeDiskBytes,
    double wakeUpMicros,
    double stealShare) {
  private static final int WAKE_UPS = 100;
  private static final String TIMES = "proc/stat";

  /** Index of the stolen time among the times of a processor, and number of those times. */
  private static final int STEAL = 7;

  private static final int KINDS_OF_TIME = 8;
  private static final double NANOS_PER_MICRO = 1e3;

  /** Returns the facts of this machine and this JVM. */
  public static Facts of(Path dataDir) {
    Path root = Path.of("/");
    long[] before = times(root);
    double wakeUp = worstWakeUp();
    return new Facts(
        root,
        Runtime.getRuntime().availableProcessors(),
        ManagementFactory.getRuntimeMXBean().getInputArguments(),
        Runtime.getRuntime().maxMemory(),
        freeBytes(dataDir.toAbsolutePath()),
        wakeUp,
        stolen(before, times(root)));
  }

  /** Returns the first line of a file, empty where there is none. */
  Optional<String> line(String path) {
    return lines(path).stream().findFirst().map(String::strip);
  }

  /** Returns the number after a key, such as {@code MemAvailable: 12 kB}. */
  Optional<Long> number(String path, String key) {
    return lines(path).stream()
        .filter(line -> line.startsWith(key))
        .flatMap(line -> Arrays.stream(line.substring(key.length()).split("\\D+", -1)))
        .filter(digits -> !digits.isEmpty())
        .map(Long::valueOf)
        .findFirst();
  }

  /** Returns the time the processors used since the machine started, by kind; empty if unknown. */
  private static long[] times(Path root) {
    return lines(root, TIMES).stream()
        .filter(line -> line.startsWith("cpu "))
        .flatMap(line -> Arrays.stream(line.strip().split(" +", -1)))
        .skip(1)
        .limit(KINDS_OF_TIME)
        .mapToLong(Long::parseLong)
        .toArray();
  }

  static double stolen(long[] before, long[] after) {
    if (before.length < KINDS_OF_TIME || after.length < KINDS_OF_TIME) {
      return 0;
    }
    long all = Arrays.stream(after).sum() - Arrays.stream(before).sum();
    return all <= 0 ? 0 : (double) (after[STEAL] - before[STEAL]) / all;
  }

  private List<String> lines(String path) {
    return lines(root, path);
  }

  private static List<String> lines(Path root, String path) {
    Path file = root.resolve(path);
    if (!Files.isReadable(file)) {
      return List.of();
    }
    try (Stream<String> lines = Files.lines(file)) {
      return lines.toList();
    } catch (IOException | UncheckedIOException unreadable) {
      return List.of();
    }
  }

  /** Returns the free bytes of the nearest existing folder, which may be a parent. */
  private static long freeBytes(Path folder) {
    Path there = folder;
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    try {
      FileStore store = Files.getFileStore(there);
      return store.getUsableSpace();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double worstWakeUp() {
    long worst = 0;
    long step = TimeUnit.MILLISECONDS.toNanos(10);
    long due = System.nanoTime() + step;
    for (int i = 0; i < WAKE_UPS; i++) {
      while (System.nanoTime() < due) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      worst = Math.max(worst, System.nanoTime() - due);
      due = System.nanoTime() + step;
    }
    return worst / NANOS_PER_MICRO;
  }
}
