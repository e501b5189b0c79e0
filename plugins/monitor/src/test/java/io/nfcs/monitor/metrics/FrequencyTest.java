package io.nfcs.monitor.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nfcs.tick.Progress;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrequencyTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long START = -5 * SECOND;

  private final Frequency frequency = new Frequency();

  /** At any interval of requests the rate is that of the ticks, and 0 soon after they stop. */
  @ParameterizedTest
  @CsvSource({"10,1000", "10,7", "10,30000", "1000,1000", "50,333", "0.05,1000", "1,4000"})
  void shouldFollowTheTicksAndComeDownToNothing(double hz, long askMillis) {
    long period = Math.round(SECOND / hz);
    frequency.period(period);
    SplittableRandom random = new SplittableRandom(1);
    long now = START;
    double seen = 0;
    long end = START + Math.max(120 * SECOND, 20 * period);
    while (now < end) {
      now += askMillis * 1_000_000 + random.nextLong(1000);
      seen = frequency.hz(at(now, period), now);
    }
    assertEquals(hz, seen, 0.02 * hz);
    Progress last = at(now, period);
    long stopped = now;
    while (now < stopped + 3 * Math.max(10 * SECOND, 4 * period)) {
      now += askMillis * 1_000_000;
      seen = frequency.hz(last, now);
    }
    assertEquals(0, seen);
  }

  @Test
  void shouldFallWhileTicksDoNotCome() {
    long period = SECOND / 10;
    long now = START;
    for (int i = 0; i < 20; i++) {
      now += SECOND;
      frequency.hz(at(now, period), now);
    }
    Progress last = at(now, period);
    assertEquals(10, frequency.hz(last, now), 0.01);
    assertEquals(5, frequency.hz(last, now + 5 * SECOND), 1);
  }

  private static Progress at(long now, long period) {
    long ticks = (now - START) / period;
    long nanos = START + ticks * period;
    return new Progress(ticks, nanos, ticks, nanos);
  }
}
