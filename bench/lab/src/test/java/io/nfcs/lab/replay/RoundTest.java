package io.nfcs.lab.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nfcs.tick.Tick;
import io.nfcs.tick.TickShape;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Means over several executions of the same ticks. */
class RoundTest {
  private static final int TICKS = 50;
  private static final TickShape SHAPE = new TickShape(List.of(), List.of(), 0);

  private final SplittableRandom random = new SplittableRandom(1);

  @Test
  void shouldNotCountWhatMakesSomeExecutionsSlower() {
    Round round = new Round(forks(1, 6), forks(1.2, 6));
    List<double[]> pairs = round.logRatios(PassTimes.TICK).toList();
    assertEquals(2, pairs.size());
    for (double[] pair : pairs) {
      for (double logRatio : pair) {
        assertEquals(Math.log(1.2), logRatio, 1e-4);
      }
    }
    assertEquals(0, round.floor(PassTimes.TICK), 1e-4);
  }

  @Test
  void shouldCountASingleExecution() {
    Round round = new Round(List.of(List.of(pass(1))), List.of(List.of(pass(1.5))));
    double[] only = round.logRatios(PassTimes.TICK).findFirst().orElseThrow();
    assertEquals(Math.log(1.5), only[7], 1e-4);
  }

  /** Returns two JVMs, in which each third execution is disturbed. */
  private List<List<PassTimes>> forks(double factor, int passes) {
    List<List<PassTimes>> forks = new ArrayList<>();
    for (int fork = 0; fork < 2; fork++) {
      List<PassTimes> executions = new ArrayList<>();
      for (int pass = 0; pass < passes; pass++) {
        executions.add(pass(factor * (pass % 3 == fork ? 1 + random.nextDouble() : 1)));
      }
      forks.add(executions);
    }
    return forks;
  }

  private static PassTimes pass(double factor) {
    PassTimes times = new PassTimes(TICKS, 0);
    for (int i = 0; i < TICKS; i++) {
      Tick tick = new Tick(SHAPE);
      tick.begin(i, 0, 0, 0);
      tick.commitNanos(Math.round(factor * 100_000 * (i + 1)));
      times.record(tick, i);
    }
    return times;
  }
}
