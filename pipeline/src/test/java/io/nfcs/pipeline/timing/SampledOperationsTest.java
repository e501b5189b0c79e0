package io.nfcs.pipeline.timing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.counters.OperationTimer;
import io.nfcs.pipeline.timing.SampledOperations.SampledOperation;
import java.util.Map;
import java.util.Objects;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SampledOperationsTest {
  private static final int MANY = 200_000;

  private long nowNanos;

  /** Binomial: five standard deviations of a tenth of 200 000 are 671. */
  @Test
  void shouldTimeTheShareThatIsAskedFor() {
    SampledOperations operations = operations(true, 0.1);
    OperationTimer timer = operations.of("solve");
    for (int i = 0; i < MANY; i++) {
      long begun = timer.begin();
      nowNanos += i % 100 * 1000L;
      timer.end(begun);
    }
    SampledOperation solve = sampled(operations, "solve");
    assertEquals(MANY / 10.0, (double) solve.samples(), 671);
    // an even spread of 0 to 99 us
    assertEquals(49.5, solve.duration().p50(), 2);
    assertEquals(98, solve.duration().p99(), 2);
  }

  @Test
  void shouldTimeAllOrNone() {
    SampledOperations all = operations(true, 1);
    time(all);
    assertEquals(MANY, sampled(all, "a").samples());
    assertSame(all.of("a"), all.of("a"));
    for (SampledOperations none :
        new SampledOperations[] {operations(true, 0), operations(false, 1)}) {
      time(none);
      assertEquals(Map.of(), none.statistics());
      assertSame(OperationTimer.NONE, none.of("a"));
      assertEquals(0, none.costNanos());
    }
  }

  @Test
  void shouldMeasureWhatItCosts() {
    SampledOperations operations =
        new SampledOperations(new SamplingSettings(true, 0.1), SystemNanoClock.INSTANCE);
    double costNanos = operations.costNanos();
    assertTrue(costNanos > 0, "cost " + costNanos);
    assertEquals(costNanos, operations.costNanos());
    assertEquals(Map.of(), operations.statistics());
  }

  private static SampledOperation sampled(SampledOperations operations, String name) {
    return Objects.requireNonNull(operations.statistics().get(name));
  }

  private static void time(SampledOperations operations) {
    OperationTimer timer = operations.of("a");
    for (int i = 0; i < MANY; i++) {
      timer.end(timer.begin());
    }
  }

  private SampledOperations operations(boolean isOn, double share) {
    return new SampledOperations(new SamplingSettings(isOn, share), () -> nowNanos);
  }
}
