package io.nfcs.grid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.cache.CacheSpec;
import io.nfcs.cache.TieredCache;
import io.nfcs.codec.Codec;
import io.nfcs.config.NfcsConfig;
import io.nfcs.fork.ForkedJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a process with SIGKILL at random instants while it writes to the disk tier; acknowledged
 * entries are there after the restart, whole, and dead ones are not.
 */
@Tag("slow")
class CacheKillTest {
  private static final long SEED = Long.getLong("nfcs.seed", 20_251_123L);
  private static final int KEYS = 500;
  private static final NfcsConfig CONFIG =
      NfcsConfig.parse(
          "kill",
          "{grid: {thin_client_port: 0, disk_bytes: 128MiB}, cache: {tiers: [near, disk],"
              + " ttl_millis: 0}}");
  private static final CacheSpec<Long, double[]> SPEC =
      CacheSpec.of("kill", Codec.number(), Codec.doubles());

  @TempDir Path folder;

  @Test
  @Timeout(120)
  void shouldLoseNothingAcknowledgedInThreeKills() throws Exception {
    kill(3);
  }

  @Test
  @Tag("torture")
  @Timeout(1800)
  void shouldLoseNothingAcknowledgedInTwentyKills() throws Exception {
    kill(20);
  }

  private void kill(int kills) throws Exception {
    SplittableRandom random = new SplittableRandom(SEED);
    Map<Long, Long> acknowledged = new HashMap<>();
    for (int kill = 1; kill <= kills; kill++) {
      long first = kill * 1_000_000L;
      write(first, random.nextInt(1, 2000), acknowledged);
      String context = "kill " + kill + ", seed " + SEED;
      try (Grid grid = Grid.start(folder.resolve("data"), CONFIG);
          TieredCache<Long, double[]> cache = grid.cache(SPEC)) {
        for (Map.Entry<Long, Long> entry : acknowledged.entrySet()) {
          double[] value = cache.get(entry.getKey());
          assertNotNull(value, () -> context + ": key " + entry.getKey() + " is lost");
          assertTrue(value[0] >= entry.getValue(), () -> context + ": an older " + value[0]);
          for (int i = 1; i < value.length; i++) {
            assertEquals(value[0] + i, value[i], context);
          }
        }
        assertNull(cache.get(-1L), context + ": the dead is back");
        assertEquals(0, cache.statistics().tier("disk").corrupt(), context);
        assertEquals(0, cache.statistics().tier("disk").failures(), context);
      }
    }
  }

  /** Lets a process write until it has acknowledged a number of entries, and kills it. */
  private void write(long first, int writes, Map<Long, Long> acknowledged) throws Exception {
    Process process = fork(first);
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      for (int i = 0; i < writes; i++) {
        read(out.readLine(), acknowledged);
      }
      // by its handle, which leaves the pipe open
      process.toHandle().destroyForcibly();
      process.waitFor();
      // all lines printed before its death are acknowledgements; the last one may be torn
      String line = out.readLine();
      while (line != null && line.endsWith(".")) {
        read(line, acknowledged);
        line = out.readLine();
      }
    }
  }

  private void read(@Nullable String line, Map<Long, Long> acknowledged) throws IOException {
    if (line == null) {
      throw new IOException(
          "the writer ended by itself: " + Files.readString(folder.resolve("fork.err")));
    }
    String[] words = line.split(" ", -1);
    acknowledged.put(Long.parseLong(words[0]), Long.parseLong(words[1]));
  }

  private Process fork(long first) throws IOException {
    return ForkedJvm.brief(
            Writer.class.getName(),
            List.of("-Xmx512m"),
            folder.resolve("data").toString(),
            Long.toString(first))
        .redirectError(folder.resolve("fork.err").toFile())
        .start();
  }

  /** A writer that puts values without end and reports each as durable. */
  static final class Writer {
    private Writer() {}

    /** Arguments: the folder, and the first number. */
    public static void main(String[] arguments) {
      long first = Long.parseLong(arguments[1]);
      SplittableRandom random = new SplittableRandom(first);
      try (Grid grid = Grid.start(Path.of(arguments[0]), CONFIG);
          TieredCache<Long, double[]> cache = grid.cache(SPEC)) {
        cache.put(-1L, new double[1], Duration.ofMillis(1), List.of());
        for (long number = first; ; number++) {
          double[] value = new double[1 + random.nextInt(5000)];
          for (int i = 0; i < value.length; i++) {
            value[i] = (double) number + i;
          }
          long key = random.nextInt(KEYS);
          cache.put(key, value);
          System.out.println(key + " " + number + " .");
        }
      }
    }
  }
}
