package io.nfcs.lab.tune;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nfcs.config.NfcsConfig;
import io.nfcs.lab.tune.Proposal.Kind;
import io.nfcs.pipeline.RunSummary;
import io.nfcs.pipeline.RunSummary.JournalTotals;
import io.nfcs.pipeline.RunSummary.Sampling;
import io.nfcs.pipeline.RunSummary.StoreTotals;
import io.nfcs.pipeline.timing.Quantiles;
import io.nfcs.pipeline.timing.RunStatistics.LastTick;
import io.nfcs.pipeline.timing.RunStatistics.StageStatistics;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Each rule by a loop that needs it and is well otherwise. */
class RulesTest {
  private static final SortedMap<Integer, Double> CURVE =
      new TreeMap<>(Map.of(2, 0.7, 4, 0.95, 8, 0.97, 16, 0.98));

  private double latenessMicros = 20;
  private double tickMicros = 5000;
  private double stageMicros = 4900;
  private long lag;
  private double fragmentation;
  private double collectionShare;
  private int cores = 8;
  private List<CacheMeasure> caches = List.of();

  @Test
  void shouldProposeNothingForALoopThatIsWell() {
    assertProposed(Map.of());
  }

  @Test
  void shouldProposeTheSmallestNearTierThatAnswersEnough() {
    caches = List.of(new CacheMeasure("roots", "near", 1 << 20, 1000, 0.5, CURVE));
    assertProposed(Map.of(), change(Kind.CONFIG, "caches.roots.near_bytes", 1 << 20, 4 << 20));
  }

  @Test
  void shouldProposeLargerRegionsAndLeaveThemToAPerson() {
    caches = List.of(new CacheMeasure("roots", "offheap", 32 << 20, 1000, 0.5, CURVE));
    assertProposed(Map.of(), change(Kind.BESIDE, "offheap.max_bytes", 32 << 20, 128 << 20));
    assertProposed(
        Map.of("tune.max_region_bytes", "64MiB"),
        change(Kind.BESIDE, "offheap.max_bytes", 32 << 20, 64 << 20));
  }

  @Test
  void shouldProposeNoLargerTierForFewLookupsOrALittleMore() {
    SortedMap<Integer, Double> flat = new TreeMap<>(Map.of(2, 0.51, 4, 0.51, 8, 0.51, 16, 0.51));
    caches =
        List.of(
            new CacheMeasure("few", "near", 1 << 20, 99, 0.5, CURVE),
            new CacheMeasure("flat", "near", 1 << 20, 1000, 0.5, flat));
    assertProposed(Map.of());
  }

  @Test
  void shouldProposeFewerHandOversAndThenAThreadThatIsAwake() {
    stageMicros = 3000;
    assertProposed(
        Map.of(),
        change(Kind.CONFIG, "ring.threads", "shared", "inline"),
        change(Kind.CONFIG, "ring.wait_strategy", "phased", "busy-spin"));
    assertProposed(Map.of("ring.threads", "inline"));
  }

  @Test
  void shouldProposeNoMoreThreadsThatSpinThanThereAreCores() {
    cores = 2;
    assertProposed(
        Map.of("ring.wait_strategy", "busy-spin"),
        change(Kind.CONFIG, "ring.wait_strategy", "busy-spin", "phased"));
    stageMicros = 3000;
    assertProposed(
        Map.of("ring.wait_strategy", "blocking"),
        change(Kind.CONFIG, "ring.threads", "shared", "inline"),
        change(Kind.CONFIG, "ring.wait_strategy", "blocking", "phased"));
  }

  @Test
  void shouldProposeALongerSpinUpToItsLimit() {
    latenessMicros = 150;
    assertProposed(Map.of(), change(Kind.CONFIG, "orchestrator.spin_window_micros", 300, 600));
    assertProposed(Map.of("tune.max_spin_micros", "500"));
  }

  @Test
  void shouldProposeAnotherCollector() {
    Proposal wanted = change(Kind.JVM, "collector", "-XX:+UseG1GC", "-XX:+UseZGC");
    fragmentation = 0.31;
    assertProposed(Map.of(), wanted);
    fragmentation = 0;
    collectionShare = 0.02;
    assertProposed(Map.of(), wanted);
  }

  @Test
  void shouldProposeACoarserGridAndLeaveItToAPerson() {
    tickMicros = 50_000;
    stageMicros = 49_000;
    assertProposed(Map.of(), change(Kind.RESULTS, "cgl.nx, cgl.ny", "as they are", "half as many"));
  }

  @Test
  void shouldProposeLargerBatchesWhereTablesAreBehind() {
    lag = 600;
    assertProposed(Map.of(), change(Kind.BESIDE, "store.batch_ticks", 256, 512));
  }

  private void assertProposed(Map<String, String> settings, Proposal... wanted) {
    NfcsConfig config = NfcsConfig.parse("", "");
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      config = config.with(setting.getKey(), setting.getValue());
    }
    List<Proposal> proposals =
        Rules.propose(new Measured(run(), caches, fragmentation, collectionShare, cores), config)
            .stream()
            .map(one -> change(one.kind(), one.key(), one.before(), one.after()))
            .toList();
    assertEquals(List.of(wanted), proposals);
  }

  private static Proposal change(Kind kind, String key, Object before, Object after) {
    return new Proposal(kind, key, before.toString(), after.toString(), "", "");
  }

  private RunSummary run() {
    return new RunSummary(
        300,
        0,
        0,
        10,
        always(latenessMicros),
        always(tickMicros),
        Map.of("cgl", new StageStatistics(always(stageMicros), 0)),
        new JournalTotals(300, 300, 0, List.of()),
        new StoreTotals(300 - lag, lag, 0, ""),
        new LastTick(-1, Double.NaN, Double.NaN, -1, 0),
        new Sampling(0, 0, Map.of()),
        Path.of(""));
  }

  private static Quantiles always(double micros) {
    return new Quantiles(micros, micros, micros, micros, micros);
  }
}
