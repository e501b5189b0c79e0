package io.nfcs.lab;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.config.ConfigException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BenchmarkLockTest {
  @TempDir private Path folder;

  @Test
  void shouldRefuseTheOtherWhileOneIsAtWork() throws IOException {
    Path file = folder.resolve("lock");
    try (BenchmarkLock _ = BenchmarkLock.take(file, true)) {
      String failure =
          assertThrows(ConfigException.class, () -> BenchmarkLock.take(file, false)).toString();
      assertTrue(failure.contains("a benchmark is running on this machine"), failure);
    }
    try (BenchmarkLock _ = BenchmarkLock.take(file, false)) {
      String failure =
          assertThrows(ConfigException.class, () -> BenchmarkLock.take(file, true)).toString();
      assertTrue(failure.contains("a tuner is running on this machine"), failure);
    }
    BenchmarkLock.take(file, true).close();
  }
}
