package io.nfcs.monitor.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.monitor.metrics.TickGap.Rhythm;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TickGapTest {
  private static final long MILLI = 1_000_000;

  /** At any time: after the wait no tick runs, and none is due for six milliseconds. */
  @Test
  void shouldEndBetweenTicks() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 100_000; i++) {
      long period = random.nextLong(20, 200) * MILLI;
      long busy = random.nextLong(8 * MILLI);
      long due = random.nextLong();
      long asked = due + random.nextLong(-10 * period, 10 * period);
      long wait = new Rhythm(due, period, busy).untilGap(asked);
      assertTrue(wait >= 0 && wait <= period, "wait " + wait);
      long since = Math.floorMod(asked + wait - due, period);
      assertTrue(since >= busy + busy / 2 && period - since >= 6 * MILLI, "since " + since);
    }
  }

  @Test
  void shouldNotWaitWhereTicksLeaveNoGap() {
    assertEquals(0, new Rhythm(0, 0, 0).untilGap(5));
    assertEquals(0, new Rhythm(0, 10 * MILLI, 4 * MILLI).untilGap(1));
    assertEquals(0, new Rhythm(0, 100 * MILLI, 90 * MILLI).untilGap(1));
  }
}
