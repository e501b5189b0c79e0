package io.nfcs.distribution.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.journal.Journal;
import io.nfcs.journal.JournalReader;
import io.nfcs.journal.JournalReader.Entry;
import io.nfcs.pipeline.Nfcs;
import io.nfcs.pipeline.RunSummary;
import io.nfcs.pipeline.replay.ReplayReport;
import io.nfcs.tick.TickInput;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * A field of 256 x 256 cells and a slow stage that comes and goes: together they need more than a
 * period, each alone less.
 */
@Isolated("the time of its ticks is measured")
@Timeout(180)
class DegradedLoopTest {
  private static final int TICKS = 130;
  private static final int SLOW_FROM = 20;
  private static final int SLOW_TO = 70;

  @TempDir Path folder;

  private volatile int slowMillis = -1;

  @Test
  void shouldClimbDownHoldTheFrequencyAndClimbBack() throws Exception {
    RunSummary summary = run();
    List<Integer> degradation = new ArrayList<>();
    List<Long> missed = new ArrayList<>();
    try (JournalReader reader = new JournalReader(Journal.folder(folder))) {
      for (Entry entry = reader.next(); entry != Entry.END; entry = reader.next()) {
        if (entry == Entry.TICK) {
          degradation.add(reader.tick().input().degradation());
          missed.add(reader.tick().missedBefore());
        }
      }
    }
    System.out.printf(
        "ticks %d at %.3f Hz, %d missed, %d degraded, tick p50 %.1f ms p99 %.1f ms%n"
            + "steps in force by tick: %s%nperiods missed before each tick: %s%n",
        summary.ticks(),
        summary.hz(),
        summary.missed(),
        summary.degraded(),
        summary.tick().p50() / 1e3,
        summary.tick().p99() / 1e3,
        degradation,
        missed);
    assertEquals(TICKS, degradation.size());
    assertEquals(0, degradation.getFirst());
    assertTrue(degradation.stream().anyMatch(bits -> bits != 0), degradation::toString);
    assertEquals(0, degradation.getLast(), degradation::toString);
    for (int round = 0; round < 2; round++) {
      ReplayReport replay = Nfcs.replay(folder, ticks -> {});
      assertNull(replay.firstDivergence());
      assertEquals(TICKS, replay.equal());
    }
  }

  private void slow(long number, TickInput input) {
    if (number >= SLOW_FROM) {
      input.parameter(slowMillis, number < SLOW_TO ? 85 : 0);
    }
  }

  private RunSummary run() throws InterruptedException {
    Nfcs.Context context =
        new Nfcs.Context()
            .dataDir(folder)
            .set("run.ticks", Integer.toString(TICKS))
            .inputs(this::slow)
            .set("orchestrator.overrun", "degrade")
            .set("degrade.high_load", "0.9")
            .set("degrade.low_load", "0.6")
            .set("degrade.low_ticks", "8")
            .set("degrade.steps", "[fewer-substeps, coarser-grid]")
            .set("pipeline.stages", "{cgl: [], kuramoto: [], slow: [], risk: [cgl, kuramoto]}")
            .set("cgl.nx", "256")
            .set("cgl.ny", "256")
            .set("cgl.substeps", "30")
            .set("orchestrator.warmup_ticks", "20")
            .set("grid.thin_client_port", "0");
    try (Nfcs nfcs = Nfcs.start(context)) {
      slowMillis = nfcs.header().shape().parameter("slow.millis");
      while (!nfcs.await(Duration.ofSeconds(1))) {
        // until its ticks are done
      }
      return nfcs.stop();
    }
  }
}
