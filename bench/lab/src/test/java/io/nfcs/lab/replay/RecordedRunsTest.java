package io.nfcs.lab.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Journals whose times and machines are written down here. */
@Timeout(60)
class RecordedRunsTest {
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

  /** One run a side says nothing of the differences between runs, whatever its length. */
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
    return WrittenJournal.write(folder.resolve(name), cpu, runs, ticks, factor);
  }
}
