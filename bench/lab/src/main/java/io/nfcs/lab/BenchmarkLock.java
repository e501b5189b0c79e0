package io.nfcs.lab;

import io.nfcs.config.ConfigException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Lock that excludes tuning and benchmarks on one machine: benchmarks share it, a tuner holds it
 * alone. The system releases it when the process ends, normally or not. A process holds it once: a
 * second attempt fails, even of a benchmark beside a benchmark.
 *
 * <p><b>Threads.</b> Any. <b>Fails</b> with a {@link ConfigException} if it is held the other way.
 */
public final class BenchmarkLock implements AutoCloseable {
  private final FileChannel channel;

  private BenchmarkLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Takes the lock for a measurement. */
  public static BenchmarkLock benchmark() throws IOException {
    return take(defaultFile(), true);
  }

  /** Takes the lock for a change of settings and its measurement. */
  public static BenchmarkLock tuner() throws IOException {
    return take(defaultFile(), false);
  }

  static BenchmarkLock take(Path file, boolean isShared) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    FileLock lock = null;
    try {
      lock = channel.tryLock(0, Long.MAX_VALUE, isShared);
    } catch (OverlappingFileLockException heldHere) {
      // as if another process held it
    } finally {
      if (lock == null) {
        channel.close();
      }
    }
    if (lock == null) {
      throw new ConfigException(
          isShared
              ? "a tuner is running on this machine, so nothing can be measured; it holds " + file
              : "a benchmark is running on this machine, so nothing is tuned; it holds " + file);
    }
    return new BenchmarkLock(channel);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private static Path defaultFile() {
    return Path.of(System.getProperty("java.io.tmpdir"), "nfcs-benchmark.lock");
  }
}
