package io.nfcs.tier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class EntryTimesTest {
  private static final long YEAR = 31_557_600_000_000_000L;

  @Test
  void shouldCountNoTimeThatOverflows() {
    assertEquals(EntryTimes.NEVER, EntryTimes.after(1, Long.MAX_VALUE));
    assertEquals(EntryTimes.NEVER, EntryTimes.after(EntryTimes.NEVER, 1));
    assertEquals(EntryTimes.NEVER, EntryTimes.after(-5, 292 * YEAR));
    assertEquals(EntryTimes.NEVER, EntryTimes.after(56 * YEAR, 147 * YEAR));
    assertEquals(145 * YEAR + 7, EntryTimes.after(7, 145 * YEAR));
    assertEquals(0, EntryTimes.after(-5, 5));
  }

  @Test
  void shouldOutlastAClockThatPassesItsLargestTime() {
    for (long span : new long[] {1, YEAR, 145 * YEAR}) {
      long now = Long.MAX_VALUE - 10;
      long dead = EntryTimes.after(now, span);
      EntryTimes times = new EntryTimes(now, dead, dead, 0);
      assertFalse(times.isDead(now), span + " ns");
      assertTrue(times.isDead(now + span + 1), span + " ns");
    }
  }
}
