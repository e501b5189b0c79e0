package io.nfcs.bench.doctor;

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
 * What the checks look at.
 *
 * @param root of the file system that has {@code proc} and {@code sys}
 * @param cores processors of this JVM
 * @param arguments of this JVM
 * @param maxHeapBytes most that its heap may take
 * @param freeDiskBytes free space where data goes
 * @param wakeUpMicros how late the worst of a hundred wake-ups was
 */
public record Facts(
    Path root,
    int cores,
    List<String> arguments,
    long maxHeapBytes,
    long freeDiskBytes,
    double wakeUpMicros) {
  private static final int WAKE_UPS = 100;
  private static final double NANOS_PER_MICRO = 1e3;

  /** This machine and this JVM. */
  public static Facts of(Path dataDir) {
    return new Facts(
        Path.of("/"),
        Runtime.getRuntime().availableProcessors(),
        ManagementFactory.getRuntimeMXBean().getInputArguments(),
        Runtime.getRuntime().maxMemory(),
        freeBytes(dataDir.toAbsolutePath()),
        worstWakeUp());
  }

  /** The first line of a file, empty where there is none. */
  Optional<String> line(String path) {
    return lines(path).stream().findFirst().map(String::strip);
  }

  /** A number behind a key, such as {@code MemAvailable: 12 kB}. */
  Optional<Long> number(String path, String key) {
    return lines(path).stream()
        .filter(line -> line.startsWith(key))
        .flatMap(line -> Arrays.stream(line.substring(key.length()).split("\\D+", -1)))
        .filter(digits -> !digits.isEmpty())
        .map(Long::valueOf)
        .findFirst();
  }

  private List<String> lines(String path) {
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

  /** Of the nearest folder above that is there. */
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
    long step = TimeUnit.MILLISECONDS.toNanos(2);
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
