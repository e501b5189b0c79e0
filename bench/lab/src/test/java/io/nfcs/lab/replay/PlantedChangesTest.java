package io.nfcs.lab.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.command.Progress;
import io.nfcs.pipeline.replay.Window;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The share of right verdicts with the default effort, over twenty benchmarks each, on a window at
 * the beginning of a run and on one in the middle.
 */
@Tag("torture")
@Timeout(14_400)
class PlantedChangesTest {
  private static final int BENCHMARKS = Integer.getInteger("nfcs.benchmarks", 20);
  private static final int TICKS = 400;
  private static final Window BEGINNING = new Window(0, TICKS - 1);
  private static final Window MIDDLE = new Window(3050, 3050 + TICKS - 1);
  private static final long STAGE_NANOS = 50_000;

  @TempDir private static Path folder;

  @BeforeAll
  static void record() throws InterruptedException {
    Recording.record(folder.resolve("run"), Recording.ALL, 6000);
  }

  static List<Window> windows() {
    return List.of(BEGINNING, MIDDLE);
  }

  @ParameterizedTest
  @MethodSource("windows")
  void shouldNotFindADifferenceWhereThereIsNone(Window window) throws IOException {
    Map<Verdict, Integer> verdicts = benchmark(window, 0);
    int alarms = verdicts.getOrDefault(Verdict.WORSE, 0) + verdicts.getOrDefault(Verdict.BETTER, 0);
    assertTrue(alarms <= 1, verdicts::toString);
  }

  @ParameterizedTest
  @MethodSource("windows")
  void shouldFindFivePerCentOfTheTick(Window window) throws IOException {
    Map<Verdict, Integer> verdicts = benchmark(window, 0.05);
    assertTrue(verdicts.getOrDefault(Verdict.WORSE, 0) >= BENCHMARKS - 2, verdicts::toString);
  }

  private static Map<Verdict, Integer> benchmark(Window window, double share) throws IOException {
    Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
    for (int i = 0; i < BENCHMARKS; i++) {
      Comparison comparison =
          ReplayBenchmark.run(
              new ReplayBenchmark.Context()
                  .journal(folder.resolve("run"))
                  .sides(
                      Recording.side(folder, STAGE_NANOS),
                      Recording.side(folder, STAGE_NANOS, share))
                  .windows(List.of(window)),
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
