package io.nfcs.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.counters.CounterId;
import io.nfcs.counters.Counters;
import io.nfcs.counters.ErrorLog;
import io.nfcs.counters.Metrics;
import io.nfcs.pipeline.ring.StageChain;
import io.nfcs.pipeline.ring.TickRunner;
import io.nfcs.pipeline.timing.Instruments;
import io.nfcs.tick.DegradeStep;
import io.nfcs.tick.SimulatedClock;
import io.nfcs.tick.Stage;
import io.nfcs.tick.StageContext;
import io.nfcs.tick.StageGraph;
import io.nfcs.tick.Tick;
import io.nfcs.tick.TickInput;
import io.nfcs.tick.TickShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An hour at 10 Hz on a simulated machine that is overloaded for twenty minutes. */
@Timeout(60)
class DegradeRunTest {
  private static final long LOAD_FROM = 12_000;
  private static final long LOAD_TO = 24_000;
  private static final String CONFIG =
      """
      run: {ticks: 36000}
      orchestrator: {hz: 10, overrun: degrade, burst_limit: 1, spin_window_micros: 1}
      degrade:
        steps: [%s]
        high_load: 0.8
        high_ticks: 3
        low_load: 0.4
        low_ticks: 50
        max_low_ticks: 3000
      """
          .formatted(
              Arrays.stream(DegradeStep.values())
                  .map(TestRuns::text)
                  .collect(Collectors.joining(", ")));

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
    Instruments instruments = new Instruments(clock, counters, new Metrics(), new ErrorLog());
    StageChain chain =
        new StageChain(
            instruments,
            new StageChain.Stages(graph, shape, List.of(new Work(clock))),
            StageChain.Outlets.only(this::note));
    Orchestrator orchestrator =
        new Orchestrator(
            TestRuns.of(CONFIG, instruments),
            new RunInputs(new TickInput(shape), (_, _) -> {}),
            TickRunner.inline(chain));
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
