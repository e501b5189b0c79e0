package io.nfcs.bench.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.config.NfcsConfig;
import io.nfcs.journal.Journal;
import io.nfcs.journal.JournalSettings;
import io.nfcs.tick.RunHeader;
import io.nfcs.tick.StageStatus;
import io.nfcs.tick.Tick;
import io.nfcs.tick.TickClock;
import io.nfcs.tick.TickShape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Journals whose times and machines are written down here. */
@Timeout(60)
class RecordedRunsTest {
  private static final TickShape SHAPE = new TickShape(List.of("one", "two"), List.of(), 0);

  @TempDir private Path folder;

  @Test
  void shouldRefuseTheJournalOfAnotherProcessor() throws IOException {
    Path one = journal("one", "EPYC", 4, 200, 1);
    Path other = journal("other", "Xeon", 4, 200, 1);
    Comparison comparison = RecordedRuns.compare(one, other, 0.03, null);
    assertEquals(Verdict.INCOMPARABLE, comparison.verdict());
    assertEquals("incomparable: cpu differs, EPYC and Xeon", comparison.sentence());
    assertEquals(Map.of("cpu", "EPYC and Xeon"), comparison.mismatches());
  }

  @Test
  void shouldFindTheSlowerStage() throws IOException {
    Path one = journal("one", "EPYC", 4, 200, 1);
    Path other = journal("other", "EPYC", 4, 200, 1.2);
    Comparison comparison = RecordedRuns.compare(one, other, 0.03, null);
    assertEquals(Verdict.WORSE, comparison.verdict(), comparison::sentence);
    assertEquals(List.of(Verdict.SAME, Verdict.WORSE), verdicts(comparison));
    assertEquals(0.2, comparison.stages().get(1).change().estimate(), 0.02);
  }

  @Test
  void shouldFindNothingBetweenAJournalAndItself() throws IOException {
    Path one = journal("one", "EPYC", 4, 200, 1);
    assertEquals(Verdict.SAME, RecordedRuns.compare(one, one, 0.03, null).verdict());
  }

  /** One run a side tells nothing of how runs differ, whatever its length. */
  @Test
  void shouldNotTellFromOneRun() throws IOException {
    Path one = journal("one", "EPYC", 1, 1000, 1);
    Path other = journal("other", "EPYC", 1, 1000, 1.5);
    Comparison comparison = RecordedRuns.compare(one, other, 0.03, null);
    assertEquals(Verdict.INCONCLUSIVE, comparison.verdict());
    assertTrue(comparison.ticksMore() >= 2000, comparison::sentence);
  }

  private static List<Verdict> verdicts(Comparison comparison) {
    return comparison.stages().stream().map(Difference::verdict).toList();
  }

  private Path journal(String name, String cpu, int runs, int ticks, double factor) {
    Path data = folder.resolve(name);
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(name.hashCode());
    SteppedClock clock = new SteppedClock();
    JournalSettings settings =
        NfcsConfig.parse("defaults", "").section("journal", JournalSettings.class);
    try (Journal out = Journal.open(Journal.folder(data), settings, clock, SHAPE)) {
      Tick tick = new Tick(SHAPE);
      for (int run = 1; run <= runs; run++) {
        out.begin(new RunHeader(run, 0, 0, 100_000_000, SHAPE, "", "test", Map.of("cpu", cpu)));
        for (int number = 0; number < ticks; number++) {
          long wakeup = clock.now;
          long first = Math.round(1e6 * (1 + 0.02 * random.nextGaussian()));
          long second = Math.round(1e6 * factor * (1 + 0.02 * random.nextGaussian()));
          tick.begin(number, wakeup, wakeup, 0);
          tick.stage(0, StageStatus.OK, wakeup, wakeup + first);
          tick.stage(1, StageStatus.OK, wakeup + first, wakeup + first + second);
          clock.now += first + second;
          out.append(tick);
          clock.now += 1_000_000;
        }
      }
    }
    return data;
  }

  /** Stands still but for what the test adds. */
  private static final class SteppedClock implements TickClock {
    private long now;

    @Override
    public long nanoTime() {
      return now;
    }

    @Override
    public void parkNanos(long nanos) {}

    @Override
    public void spin() {}
  }
}
