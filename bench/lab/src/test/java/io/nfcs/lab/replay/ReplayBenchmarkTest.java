package io.nfcs.lab.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.command.Progress;
import io.nfcs.pipeline.Pace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Verdicts on changes too large to be missed, in JVMs of their own. */
@Isolated("its times must be its own")
@Tag("slow")
@Timeout(300)
class ReplayBenchmarkTest {
  private static final int TICKS = 120;

  @TempDir private static Path folder;

  @BeforeAll
  static void record() throws InterruptedException {
    Recording.record(folder.resolve("run"), Recording.QUICK, TICKS);
  }

  /** Five times as long in one stage: more than any disturbance of the machine. */
  @Test
  void shouldFindWhatIsMuchSlowerAndNameTheStage() throws IOException {
    Path samples = folder.resolve("samples");
    Comparison comparison =
        ReplayBenchmark.run(context(100_000, 500_000).rounds(3), Progress.NONE, samples);
    assertEquals(Verdict.WORSE, comparison.verdict(), comparison::sentence);
    assertTrue(comparison.sentence().contains("stage spin +"), comparison::sentence);
    assertEquals(0, comparison.ticksMore());
    for (String file : new String[] {"base.hlog", "candidate.hlog", "ticks.csv"}) {
      assertTrue(Files.size(samples.resolve(file)) > 0, file);
    }
    try (var lines = Files.lines(samples.resolve("ticks.csv"))) {
      assertEquals(1 + 2 * comparison.settings().measuredTicks(), lines.count());
    }
  }

  @Tag("torture")
  @Test
  void shouldNotTellFromAFewTicks() throws IOException {
    Comparison comparison =
        ReplayBenchmark.run(context(100_000, 500_000).maxTicks(30).rounds(1), Progress.NONE, null);
    assertEquals(Verdict.INCONCLUSIVE, comparison.verdict(), comparison::sentence);
    assertTrue(comparison.sentence().contains("record 70 more"), comparison::sentence);
    assertTrue(comparison.ticksMore() > 0);
  }

  @Test
  void shouldKeepTheRecordedSchedule() throws IOException {
    Comparison comparison =
        ReplayBenchmark.run(context(0, 0).rounds(1).pace(Pace.RECORDED), Progress.NONE, null);
    assertNull(comparison.divergence());
    assertEquals("recorded", comparison.settings().pace());
    Comparison.Latency service = comparison.latencies().get("service");
    Comparison.Latency intended = comparison.latencies().get("intended");
    assertNotNull(service);
    assertNotNull(intended);
    assertTrue(intended.base().max() >= service.base().p50());
  }

  /** Another time step is another state, so no time may be compared. */
  @Test
  void shouldCompareDigestsFirst() throws IOException {
    Variant base = Recording.side(folder, 0);
    Path changed = folder.resolve("changed.yaml");
    Files.writeString(changed, "kuramoto: {dt: 0.02}\n");
    Variant candidate = new Variant(base.java(), base.jvmOptions(), base.classPath(), changed);
    Comparison comparison = ReplayBenchmark.run(effortless(base, candidate), Progress.NONE, null);
    assertEquals(Verdict.INCOMPARABLE, comparison.verdict());
    assertNull(comparison.tick());
    assertNotNull(comparison.divergence());
    assertEquals(0, comparison.divergence().tick());
  }

  private ReplayBenchmark.Context context(long baseNanos, long candidateNanos) throws IOException {
    return effortless(Recording.side(folder, baseNanos), Recording.side(folder, candidateNanos));
  }

  private ReplayBenchmark.Context effortless(Variant base, Variant candidate) {
    return new ReplayBenchmark.Context()
        .journal(folder.resolve("run"))
        .sides(base, candidate)
        .effort(0.3, 0.2);
  }
}
