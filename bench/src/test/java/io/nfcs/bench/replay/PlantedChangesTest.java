package io.nfcs.bench.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.bench.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How often verdicts are right, over twenty benchmarks each. */
@Tag("torture")
@Timeout(7200)
class PlantedChangesTest {
  private static final int BENCHMARKS = 20;
  private static final int ROUNDS = 5;
  private static final long STAGE_NANOS = 50_000;

  @TempDir private static Path folder;

  @BeforeAll
  static void record() throws InterruptedException {
    Recording.record(folder.resolve("run"), 400);
  }

  @Test
  void shouldNotFindADifferenceWhereThereIsNone() throws IOException {
    Map<Verdict, Integer> verdicts = benchmark(0);
    int alarms = verdicts.getOrDefault(Verdict.WORSE, 0) + verdicts.getOrDefault(Verdict.BETTER, 0);
    assertTrue(alarms <= 1, verdicts::toString);
  }

  @Test
  void shouldFindFivePerCentOfTheTick() throws IOException {
    Map<Verdict, Integer> verdicts = benchmark(0.05);
    assertTrue(verdicts.getOrDefault(Verdict.WORSE, 0) >= 18, verdicts::toString);
  }

  private static Map<Verdict, Integer> benchmark(double share) throws IOException {
    Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
    for (int i = 0; i < BENCHMARKS; i++) {
      Comparison comparison =
          ReplayBenchmark.run(
              Recording.context(
                      folder.resolve("run"),
                      Recording.side(folder, STAGE_NANOS),
                      Recording.side(folder, STAGE_NANOS, share))
                  .rounds(ROUNDS),
              Progress.NONE,
              null);
      System.err.println(comparison.sentence());
      verdicts.merge(comparison.verdict(), 1, Integer::sum);
    }
    System.err.println(verdicts);
    assertEquals(BENCHMARKS, verdicts.values().stream().mapToInt(Integer::intValue).sum());
    return verdicts;
  }
}
