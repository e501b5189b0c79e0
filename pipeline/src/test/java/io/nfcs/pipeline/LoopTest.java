package io.nfcs.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nfcs.cache.CacheOpener;
import io.nfcs.cache.CacheSpec;
import io.nfcs.cache.TieredCache;
import io.nfcs.config.NfcsConfig;
import io.nfcs.counters.CounterId;
import io.nfcs.counters.Counters;
import io.nfcs.counters.ErrorLog;
import io.nfcs.counters.Metrics;
import io.nfcs.pipeline.ring.StageChain;
import io.nfcs.pipeline.timing.Instruments;
import io.nfcs.tick.Progress;
import io.nfcs.tick.SimulatedClock;
import io.nfcs.tick.Tick;
import io.nfcs.tick.TickClock;
import io.nfcs.tick.TickSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LoopTest {
  private static final RunPlan PLAN =
      RunPlan.of(
          NfcsConfig.parse(
              "test",
              "{run: {ticks: 4}, ring: {threads: inline}, pipeline: {stages: {}},"
                  + " orchestrator: {hz: 10}}"));

  private final Counters counters = new Counters();
  private final Metrics metrics = new Metrics();
  private final List<Long> missed = new ArrayList<>();
  private final List<Long> lateness = new ArrayList<>();

  @Test
  void shouldMissNothingBeforeTheFirstTickHoweverLongTheOpeningTakes() throws Exception {
    SimulatedClock clock = new SimulatedClock(1);
    try (Loop loop = loop(clock, this::note)) {
      clock.pause(TimeUnit.SECONDS.toNanos(20));
      run(loop);
    }
    assertEquals(List.of(0L, 0L, 0L, 0L), missed);
    assertEquals(0, counters.value(CounterId.TICKS_MISSED));
  }

  @Test
  void shouldMissNothingBeforeTheFirstTickThoughItsThreadWakesUpLate() throws Exception {
    SimulatedClock simulated = new SimulatedClock(2);
    TickClock sleepy =
        new TickClock() {
          private boolean hasOverslept;

          @Override
          public long nanoTime() {
            return simulated.nanoTime();
          }

          @Override
          public void parkNanos(long nanos) {
            simulated.parkNanos(nanos);
            if (!hasOverslept) {
              hasOverslept = true;
              simulated.pause(TimeUnit.SECONDS.toNanos(3));
            }
          }

          @Override
          public void spin() {
            simulated.spin();
          }
        };
    try (Loop loop = loop(sleepy, this::note)) {
      run(loop);
    }
    assertEquals(List.of(0L, 0L, 0L, 0L), missed);
    assertEquals(0L, lateness.getFirst());
  }

  @Test
  void shouldTellHowFarItHasComeThoughTheJournalFails() throws Exception {
    SimulatedClock clock = new SimulatedClock(3);
    Progress progress;
    try (Loop loop =
        loop(
            clock,
            tick -> {
              if (tick.number() >= 2) {
                throw new IllegalStateException("the disk is full");
              }
            })) {
      assertEquals(new Progress(0, 0, 0, 0), loop.progress());
      run(loop);
      progress = loop.progress();
    }
    assertEquals(4, progress.ended());
    assertEquals(2, progress.journalled());
    assertEquals(2, Math.round((progress.endedNanos() - progress.journalledNanos()) / 1e8));
    assertEquals(counters.value(CounterId.TICKS_JOURNALLED), progress.journalled());
  }

  private void note(Tick tick) {
    missed.add(tick.missedBefore());
    lateness.add(tick.latenessNanos());
  }

  private static void run(Loop loop) throws InterruptedException {
    loop.start();
    while (!loop.await(Duration.ofSeconds(1))) {
      // until its ticks are done
    }
  }

  private Loop loop(TickClock clock, TickSink journal) {
    ErrorLog errors = new ErrorLog();
    StageSet stages = StageSet.open(PLAN.config(), 1, null, false, new NoCaches(), errors, metrics);
    Instruments instruments = new Instruments(clock, counters, metrics, errors);
    return new Loop(TestRuns.of(PLAN, instruments), stages, StageChain.Outlets.only(journal));
  }

  private static final class NoCaches implements CacheOpener {
    @Override
    public <K, V> TieredCache<K, V> open(CacheSpec<K, V> spec) {
      throw new AssertionError("no stage asks");
    }
  }
}
