package io.nfcs.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.counters.CounterId;
import io.nfcs.counters.Counters;
import io.nfcs.counters.ErrorLog;
import io.nfcs.counters.Metrics;
import io.nfcs.pipeline.ring.CommitCell;
import io.nfcs.pipeline.ring.TickRunner;
import io.nfcs.pipeline.timing.Instruments;
import io.nfcs.tick.OverrunPolicy;
import io.nfcs.tick.SimulatedClock;
import io.nfcs.tick.TickInput;
import io.nfcs.tick.TickShape;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An hour of ticks at 10 Hz under a simulated clock whose machine pauses now and then, against an
 * oracle that plays the same hour on a list of periods.
 */
@Timeout(60)
class OverrunHourTest {
  private static final long PERIOD = 100_000_000;
  private static final long PERIODS = 36_000;
  private static final int BURST = 5;

  @ParameterizedTest
  @CsvSource({
    "SKIP,1",
    "SKIP,2",
    "SKIP,3",
    "RUN_ONCE,1",
    "RUN_ONCE,2",
    "RUN_ONCE,3",
    "BURST,1",
    "BURST,2",
    "BURST,3"
  })
  void shouldCountAnHourOfTicksAsTheOracleDoes(OverrunPolicy policy, long seed) {
    Hour hour = new Hour(policy, seed);
    hour.run();
    Oracle oracle = new Oracle(policy);
    oracle.play(hour.durations, hour.firstWakeups);
    assertEquals(oracle.ran, hour.scheduled, policy + " seed " + seed);
    assertEquals(oracle.missed, hour.counters.value(CounterId.TICKS_MISSED), "seed " + seed);
    assertEquals(oracle.ran.size(), hour.counters.value(CounterId.TICKS_STARTED));
    assertTrue(oracle.missed > 100, "the hour has too few pauses to show anything");
    long last = hour.scheduled.getLast();
    assertEquals(0, last % PERIOD, "no drift: deadlines stay on the grid of the schedule");
    assertEquals(last / PERIOD + 1, hour.scheduled.size() + oracle.missed);
  }

  /** The real orchestrator on a simulated machine with random tick times. */
  private static final class Hour implements TickRunner {
    private final SimulatedClock clock;
    private final SplittableRandom dice;
    private final Counters counters = new Counters();
    private final CommitCell commits = new CommitCell();
    private final Orchestrator orchestrator;
    private final List<Long> scheduled = new ArrayList<>();
    private final List<Long> durations = new ArrayList<>();
    private final List<Long> firstWakeups = new ArrayList<>();

    Hour(OverrunPolicy policy, long seed) {
      clock = new SimulatedClock(seed);
      dice = new SplittableRandom(seed * 31);
      Instruments instruments = new Instruments(clock, counters, new Metrics(), new ErrorLog());
      TickInput input = new TickInput(new TickShape(List.of(), List.of(), 0));
      orchestrator =
          new Orchestrator(
              TestRuns.of(
                  """
                  orchestrator: {hz: 10, overrun: %s, burst_limit: %d, spin_window_micros: 1}
                  degrade: {steps: []}
                  """
                      .formatted(TestRuns.text(policy), BURST),
                  instruments),
              new RunInputs(input, (_, _) -> {}),
              this);
    }

    void run() {
      while (scheduled.isEmpty() || scheduled.getLast() < (PERIODS - 20) * PERIOD) {
        assertTrue(orchestrator.doWork());
      }
    }

    @Override
    public boolean offer(long number, long due, long wakeup, long missedBefore, TickInput input) {
      assertEquals(scheduled.size(), number);
      scheduled.add(due);
      firstWakeups.add(wakeup);
      long took = dice.nextLong(2_000_000);
      if (dice.nextInt(100) == 0) {
        took += dice.nextLong(12 * PERIOD);
      }
      durations.add(took);
      clock.pause(took);
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
  }

  /**
   * Walks through all periods one by one. It knows when each tick woke up and how long it took, and
   * decides by itself which periods run and which are lost.
   */
  private static final class Oracle {
    private final OverrunPolicy policy;
    private final List<Long> ran = new ArrayList<>();
    private long missed;

    Oracle(OverrunPolicy policy) {
      this.policy = policy;
    }

    void play(List<Long> durations, List<Long> wakeups) {
      long period = 0;
      long free = 0;
      for (int tick = 0; tick < durations.size(); tick++) {
        List<Long> overdue = new ArrayList<>();
        for (long p = period; p * PERIOD <= free; p++) {
          overdue.add(p);
        }
        period = choose(period, overdue);
        ran.add(period * PERIOD);
        long wakeup = wakeups.get(tick);
        assertTrue(wakeup >= period * PERIOD, "never before its time");
        free = wakeup + durations.get(tick);
        period++;
      }
    }

    private long choose(long next, List<Long> overdue) {
      if (overdue.size() <= 1) {
        return next;
      }
      long newest = overdue.getLast();
      long chosen =
          switch (policy) {
            case SKIP, DEGRADE -> newest + 1;
            case RUN_ONCE -> newest;
            case BURST -> overdue.size() <= BURST ? next : newest - (BURST - 1);
          };
      missed += chosen - next;
      return chosen;
    }
  }
}
