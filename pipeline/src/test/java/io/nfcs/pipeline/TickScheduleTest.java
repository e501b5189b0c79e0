package io.nfcs.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.tick.SimulatedClock;
import java.math.BigInteger;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class TickScheduleTest {
  private static final BigInteger NANOS_TIMES_MILLI = BigInteger.valueOf(1_000_000_000_000L);

  @ParameterizedTest
  @ValueSource(doubles = {10, 3, 7, 0.1, 333.333, 59.94, 1000, 9224, 123_456.789, 1e6})
  void shouldBeExactForYears(double hz) {
    TickSchedule schedule = new TickSchedule(12345, hz);
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 10_000; i++) {
      long k = random.nextLong((long) (hz * 3600 * 24 * 365 * 20));
      BigInteger exact =
          BigInteger.valueOf(k)
              .multiply(NANOS_TIMES_MILLI)
              .divide(BigInteger.valueOf(Math.round(hz * 1000)));
      long deadline = schedule.deadlineNanos(k);
      assertEquals(exact.longValueExact() + 12345, deadline);
      assertEquals(k, schedule.due(deadline));
      assertEquals(k - 1, schedule.due(deadline - 1));
    }
  }

  @Test
  void shouldSayWhatFrequenciesAreAllowed() {
    Exception refused = assertThrows(IllegalArgumentException.class, () -> new TickSchedule(0, 0));
    assertEquals("hz=0.0, allowed 0.001..1000000", refused.getMessage());
  }

  @Test
  void shouldNeverWakeUpEarlyAndSpinTheLastBit() {
    SimulatedClock clock = new SimulatedClock(5);
    DeadlineWaiter waiter = new DeadlineWaiter(clock, 100_000);
    long worst = 0;
    for (long deadline = 0; deadline < 1_000_000_000L; deadline += 1_000_000) {
      long lateness = waiter.await(deadline) - deadline;
      assertTrue(lateness >= 0);
      worst = Math.max(worst, lateness);
    }
    assertTrue(worst < 100, "spinning ends within two spins of the deadline, was " + worst);
  }

  @Test
  void shouldNotWaitOnceCancelled() {
    SimulatedClock clock = new SimulatedClock(5);
    DeadlineWaiter waiter = new DeadlineWaiter(clock, 0);
    waiter.cancel();
    assertEquals(0, waiter.await(Long.MAX_VALUE));
  }
}
