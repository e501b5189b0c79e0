package io.nfcs.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.counters.CounterId;
import io.nfcs.counters.Counters;
import io.nfcs.counters.ErrorLog;
import io.nfcs.pipeline.ring.CommitCell;
import io.nfcs.pipeline.ring.InlineRunner;
import io.nfcs.pipeline.ring.KeyframeTaker;
import io.nfcs.pipeline.ring.StageChain;
import io.nfcs.pipeline.schedule.DeadlineWaiter;
import io.nfcs.pipeline.schedule.DegradeLadder;
import io.nfcs.pipeline.schedule.DegradeSettings;
import io.nfcs.pipeline.schedule.TickSchedule;
import io.nfcs.tick.DegradeStep;
import io.nfcs.tick.OverrunPolicy;
import io.nfcs.tick.SimulatedClock;
import io.nfcs.tick.SnapshotSink;
import io.nfcs.tick.Stage;
import io.nfcs.tick.StageContext;
import io.nfcs.tick.StageGraph;
import io.nfcs.tick.Tick;
import io.nfcs.tick.TickInput;
import io.nfcs.tick.TickShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An hour at 10 Hz on a simulated machine that has too little time for twenty minutes of it. */
@Timeout(60)
class DegradeRunTest {
  private static final long PERIOD = 100_000_000;
  private static final long TICKS = 36_000;
  private static final long LOAD_FROM = 12_000;
  private static final long LOAD_TO = 24_000;
  private static final DegradeSettings SETTINGS =
      new DegradeSettings(List.of(DegradeStep.values()), 0.8, 3, 0.4, 50, 3000);

  private final Counters counters = new Counters();
  private final List<Integer> degradation = new ArrayList<>();
  private final List<Long> numbersAfterMiss = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shouldHoldTheFrequencyWithLessAndComeBack(long seed) {
    run(seed);
    assertEquals(0, degradation.get((int) LOAD_FROM), "nothing is taken before there is need");
    List<Integer> held = degradation.subList((int) LOAD_FROM + 20, (int) LOAD_TO - 20);
    assertTrue(held.stream().allMatch(bits -> bits != 0), "less, all the time of the load");
    assertEquals(0, degradation.getLast());
    for (long number : numbersAfterMiss) {
      assertTrue(number >= LOAD_FROM && number < LOAD_FROM + 20, "missed before tick " + number);
    }
    assertTrue(
        counters.value(CounterId.TICKS_MISSED) <= 10,
        "missed " + counters.value(CounterId.TICKS_MISSED));
    long changes = 0;
    for (int i = 1; i < degradation.size(); i++) {
      changes += degradation.get(i).equals(degradation.get(i - 1)) ? 0 : 1;
    }
    assertEquals(4, changes, "two steps taken, two taken back: no flicker in an hour");
  }

  private void run(long seed) {
    SimulatedClock clock = new SimulatedClock(seed);
    StageGraph graph = StageGraph.of(Map.of("work", List.of()));
    TickShape shape = new TickShape(graph.order(), List.of(), 0);
    CommitCell commits = new CommitCell();
    StageChain chain =
        new StageChain(
            graph,
            shape,
            List.of(new Work(clock)),
            clock,
            this::note,
            SnapshotSink.NONE,
            commits,
            KeyframeTaker.OFF,
            counters,
            new ErrorLog());
    Orchestrator orchestrator =
        new Orchestrator(
            new TickSchedule(0, 10),
            new DeadlineWaiter(clock, 1000),
            new OrchestratorSettings(10, OverrunPolicy.DEGRADE, 1, 1, 0),
            new DegradeLadder(SETTINGS, PERIOD),
            (number, input) -> {},
            new TickInput(shape),
            new InlineRunner(chain),
            commits,
            counters,
            TICKS);
    while (orchestrator.doWork()) {
      // one duty cycle is one tick
    }
  }

  private void note(Tick tick) {
    degradation.add(tick.input().degradation());
    if (tick.missedBefore() > 0) {
      numbersAfterMiss.add(tick.number());
    }
  }

  /** Takes 20 ms, under load 180 ms, and half of it for each step that is taken. */
  private record Work(SimulatedClock clock) implements Stage {
    @Override
    public String name() {
      return "work";
    }

    @Override
    public void open(StageContext context) {}

    @Override
    public void run(Tick tick) {
      boolean isLoaded = tick.number() >= LOAD_FROM && tick.number() < LOAD_TO;
      clock.pause(
          (isLoaded ? 180_000_000 : 20_000_000) >> Integer.bitCount(tick.input().degradation()));
    }
  }
}
