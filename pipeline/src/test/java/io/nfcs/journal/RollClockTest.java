package io.nfcs.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RollClockTest {
  private static final Instant BEGIN = Instant.parse("2026-11-30T10:30:00Z");
  private static final long HOUR = TimeUnit.HOURS.toNanos(1);

  private final RollClock clock = new RollClock(Clock.fixed(BEGIN, ZoneOffset.UTC), 7);

  /** As when a journal is opened again after its disk was full. */
  @Test
  void shouldGoOnFromWhereItIsWhenItBeginsAgain() {
    clock.begin(JournalSettings.Roll.HOURLY, 0);
    for (int hours = 1; hours <= 5; hours++) {
      clock.advance(7 + hours * HOUR, true);
      assertEquals(BEGIN.toEpochMilli() + hours * 3_600_000L, clock.currentTimeMillis());
      clock.begin(JournalSettings.Roll.HOURLY, BEGIN.toEpochMilli());
      assertEquals(BEGIN.toEpochMilli() + hours * 3_600_000L, clock.currentTimeMillis());
    }
  }
}
