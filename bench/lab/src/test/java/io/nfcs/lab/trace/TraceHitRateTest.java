package io.nfcs.lab.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.nfcs.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("slow")
@Timeout(120)
class TraceHitRateTest {
  private static final double HALF_A_POINT = 0.5;

  @TempDir Path folder;

  /** Hit rates published for LRU and for Belady's optimum with bypass on these traces. */
  @ParameterizedTest
  @CsvSource({
    "web07, 204, 39.15, 53.40",
    "web07, 2048, 55.66, 68.09",
    "orm-busy, 763, 77.03, 82.83",
    "orm-busy, 7634, 88.01, 93.31"
  })
  void shouldReproducePublishedHitRates(String name, int size, double lru, double optimal) {
    Trace trace = trace(name);
    assertEquals(lru, percent(Oracles.lru(trace, size), trace), 0.01);
    assertEquals(optimal, percent(Oracles.optimal(trace, size), trace), 0.01);
  }

  /** At 1, 5, 10 and 25 % of the unique keys. */
  @ParameterizedTest
  @CsvSource({"web07, 0.01", "web07, 0.05", "web07, 0.10", "web07, 0.25"})
  @CsvSource({"orm-busy, 0.01", "orm-busy, 0.05", "orm-busy, 0.10", "orm-busy, 0.25"})
  void shouldNeverBeHalfAPointBelowTheBetterOfLruAndCaffeine(String name, double share) {
    Trace trace = trace(name);
    int size = (int) (share * trace.uniqueKeys());
    double ours = percent(TraceHitRate.hits(trace, size), trace);
    double lru = percent(Oracles.lru(trace, size), trace);
    double caffeine = percent(Oracles.caffeine(trace, size), trace);
    assertTrue(
        ours >= Math.max(lru, caffeine) - HALF_A_POINT,
        () -> size + ": ours " + ours + ", LRU " + lru + ", Caffeine " + caffeine);
  }

  @Test
  void shouldPredictTheHitRateOfAnotherSize() {
    double error = 0;
    int cells = 0;
    for (String name : new String[] {"web07", "orm-busy"}) {
      Trace trace = trace(name);
      for (double share : new double[] {0.01, 0.05, 0.1, 0.25}) {
        int size = (int) (share * trace.uniqueKeys());
        error +=
            Math.abs(
                TraceHitRate.predicted(trace, size)
                    - percent(TraceHitRate.hits(trace, size), trace));
        cells++;
      }
    }
    assertTrue(error / cells <= 1, "mean error " + error / cells);
  }

  /** No choice of the entries to keep hits more often; all choices are tried. */
  @Test
  void shouldKnowTheMostHitsThereCanBe() {
    SplittableRandom random = new SplittableRandom(9);
    for (int round = 0; round < 200; round++) {
      int[] keys = random.ints(10, 0, 5).toArray();
      int size = 1 + random.nextInt(3);
      assertEquals(most(keys, 0, new HashSet<>(), size), Oracles.optimal(Trace.of(keys), size));
    }
  }

  @Test
  void shouldReadPlainTracesAndRefuseOthers() throws IOException {
    Path plain = Files.write(folder.resolve("plain"), new byte[] {0, 0, 1, 0, 0, 0, 0, 7});
    assertEquals(256, Trace.read(plain).key(0));
    assertEquals(2, Trace.read(plain).uniqueKeys());
    Path odd = Files.write(folder.resolve("odd"), new byte[] {0, 0, 1});
    assertTrue(refusal(odd).contains("3 bytes; allowed are keys of 4 bytes each"));
    Path torn = Files.write(folder.resolve("torn.xz"), new byte[] {0, 0, 1, 0});
    assertTrue(refusal(torn).contains("cannot be read as a trace"));
  }

  private static String refusal(Path file) {
    return String.valueOf(assertThrows(ConfigException.class, () -> Trace.read(file)).getMessage());
  }

  private static long most(int[] keys, int from, Set<Integer> cached, int size) {
    if (from == keys.length) {
      return 0;
    }
    int key = keys[from];
    if (cached.contains(key)) {
      return 1 + most(keys, from + 1, cached, size);
    }
    long best = most(keys, from + 1, cached, size);
    Set<Integer> kept = new HashSet<>(cached);
    kept.add(key);
    if (kept.size() <= size) {
      return Math.max(best, most(keys, from + 1, kept, size));
    }
    for (Integer gone : cached) {
      Set<Integer> without = new HashSet<>(kept);
      without.remove(gone);
      best = Math.max(best, most(keys, from + 1, without, size));
    }
    return best;
  }

  private static Trace trace(String name) {
    Path file =
        Path.of(System.getProperty("nfcs.shared.dir", ""), "data/traces", name + ".trace.xz");
    assumeTrue(Files.exists(file), "no trace " + file + " (nfcs.shared.dir)");
    return Trace.read(file);
  }

  private static double percent(long hits, Trace trace) {
    return 100.0 * hits / trace.requests();
  }
}
