package io.nfcs.grid.jcache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.TimeUnit;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import javax.cache.expiry.ModifiedExpiryPolicy;
import javax.cache.expiry.TouchedExpiryPolicy;
import org.junit.jupiter.api.Test;

class ExpiryTest {
  private static final long NOW = 1_800_000_000_000L;

  @Test
  void shouldKeepForEverWhatOutlivesAllTimes() {
    for (Duration live :
        new Duration[] {
          new Duration(TimeUnit.DAYS, Long.MAX_VALUE),
          new Duration(TimeUnit.MILLISECONDS, Long.MAX_VALUE),
          new Duration(TimeUnit.MILLISECONDS, Long.MAX_VALUE - NOW + 1),
          Duration.ETERNAL
        }) {
      assertEquals(Contents.NEVER, new Expiry(new CreatedExpiryPolicy(live)).ofCreated(NOW));
      assertEquals(Contents.NEVER, new Expiry(new TouchedExpiryPolicy(live)).ofAccessed(NOW));
      assertEquals(Contents.NEVER, new Expiry(new ModifiedExpiryPolicy(live)).ofUpdated(NOW));
    }
  }

  @Test
  void shouldCountShorterTimesFromNow() {
    Duration live = new Duration(TimeUnit.SECONDS, 2);
    assertEquals(NOW + 2000, new Expiry(new CreatedExpiryPolicy(live)).ofCreated(NOW));
    Duration centuries = new Duration(TimeUnit.DAYS, 365_000);
    assertEquals(
        NOW + TimeUnit.DAYS.toMillis(365_000),
        new Expiry(new CreatedExpiryPolicy(centuries)).ofCreated(NOW));
  }
}
