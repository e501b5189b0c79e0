package io.nfcs.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.pipeline.ring.CommitCell;
import io.nfcs.pipeline.ring.TickRunner;
import io.nfcs.pipeline.timing.Instruments;
import io.nfcs.pipeline.timing.RunStatistics;
import io.nfcs.tick.OverrunPolicy;
import io.nfcs.tick.RunHeader;
import io.nfcs.tick.SimulatedClock;
import io.nfcs.tick.Tick;
import io.nfcs.tick.TickInput;
import io.nfcs.tick.TickShape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A tick that takes 451 ms at 10 Hz: periods due meanwhile count as late under every policy. */
@Timeout(60)
class StallLatenessTest {
  private static final long PERIOD = 100_000_000;
  private static final long STALL = 451_000_000;
  private static final int STALLED_TICK = 5;
  private static final TickShape SHAPE = new TickShape(List.of(), List.of(), 0);

  @ParameterizedTest
  @EnumSource(OverrunPolicy.class)
  void shouldCountLatenessFromThePeriodThatWasDue(OverrunPolicy policy) {
    SimulatedClock clock = new SimulatedClock(1);
    RunStatistics statistics = new RunStatistics();
    statistics.onRun(new RunHeader(1, 0, 0, PERIOD, SHAPE, "", "", Map.of()));
    Tick slot = new Tick(SHAPE);
    CommitCell commits = new CommitCell();
    TickRunner stalling =
        new TickRunner() {
          @Override
          public boolean offer(long number, long due, long wakeup, long missed, TickInput input) {
            slot.begin(number, due, wakeup, missed);
            clock.pause(number == STALLED_TICK ? STALL : 1_000_000);
            slot.commitNanos(clock.nanoTime());
            statistics.onTick(slot);
            return true;
          }

          @Override
          public CommitCell commits() {
            return commits;
          }

          @Override
          public long underWay() {
            return 0;
          }

          @Override
          public void close() {
            // nothing in flight
          }
        };
    Orchestrator orchestrator =
        new Orchestrator(
            TestRuns.of(
                """
                run: {ticks: 20}
                orchestrator: {hz: 10, overrun: %s, burst_limit: 5, spin_window_micros: 1}
                degrade: {steps: []}
                """
                    .formatted(TestRuns.text(policy)),
                Instruments.unused(clock)),
            new RunInputs(new TickInput(SHAPE), (_, _) -> {}),
            stalling);
    while (orchestrator.doWork()) {
      // until the last tick
    }
    assertEquals(20, statistics.ticks());
    // the period after the stalled tick's own was due 351 ms before anything could run
    double latest = statistics.lateness().max();
    assertTrue(latest >= 350_000, policy + ": " + latest + " us");
    assertTrue(latest <= 402_000, policy + ": " + latest + " us");
    assertTrue(statistics.lateness().p50() < 1000, statistics.lateness()::toString);
  }
}
