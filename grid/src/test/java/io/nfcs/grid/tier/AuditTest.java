package io.nfcs.grid.tier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.cache.Answer;
import io.nfcs.cache.CacheSpec;
import io.nfcs.cache.Lease;
import io.nfcs.cache.TieredCache;
import io.nfcs.codec.Codec;
import io.nfcs.config.NfcsConfig;
import io.nfcs.grid.NearCaches;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Audits of the hits of pure loaders, in the share of the setting. */
@Timeout(60)
class AuditTest {
  private static final int HITS = 1000;

  private final AtomicLong calls = new AtomicLong();

  /** Added to each value: a loader that is pure has always the same. */
  private volatile long impurity;

  private @Nullable NearCaches caches;

  @AfterEach
  void close() {
    if (caches != null) {
      caches.close();
    }
  }

  @Test
  void shouldFindALoaderThatIsNotPureWithinAThousandHits() {
    TieredCache<Long, Long> cache = open("impure", 0.01, true);
    assertEquals(7, cache.get(7L));
    impurity = 1;
    hit(cache, 7);
    await(() -> cache.statistics().deviations() > 0);
    assertEquals(7, cache.get(7L), "what is kept stays");
  }

  @Test
  void shouldCheckTheShareOfTheHitsAndFindNothingWhereTheLoaderIsPure() {
    TieredCache<Long, Long> cache = open("pure", 0.01, true);
    hit(cache, 7);
    await(() -> cache.statistics().audits() >= HITS / 100 - 1);
    long audits = cache.statistics().audits();
    assertTrue(audits <= HITS / 100 + 1, audits + " audits");
    assertEquals(0, cache.statistics().deviations());
  }

  @Test
  void shouldCheckThatThereIsNoValue() {
    TieredCache<Long, Long> cache = open("nothing", 1, true);
    try (Lease lease = cache.lease()) {
      assertEquals(Answer.NEGATIVE, cache.get(-1L, lease));
      assertEquals(Answer.NEGATIVE, cache.get(-1L, lease));
    }
    await(() -> cache.statistics().audits() > 0);
    assertEquals(0, cache.statistics().deviations());
  }

  @Test
  void shouldCheckNothingWithoutAShareAndNoLoaderThatMayChange() {
    TieredCache<Long, Long> without = open("without", 0, true);
    hit(without, 7);
    assertEquals(1, calls.get());
    close();
    TieredCache<Long, Long> changing = open("changing", 1, false);
    hit(changing, 7);
    assertEquals(2, calls.get());
    assertEquals(0, changing.statistics().audits());
  }

  private void hit(TieredCache<Long, Long> cache, long key) {
    try (Lease lease = cache.lease()) {
      for (int i = 0; i < HITS; i++) {
        assertEquals(Answer.FRESH, cache.get(key, lease));
      }
    }
  }

  private TieredCache<Long, Long> open(String name, double share, boolean pure) {
    caches = new NearCaches(NfcsConfig.parse("test", "cache: {audit_share: " + share + "}"));
    CacheSpec<Long, Long> spec = CacheSpec.of(name, Codec.number(), Codec.number());
    return caches.open(pure ? spec.pureLoader(this::load) : spec.loader(this::load));
  }

  private @Nullable Long load(long key) {
    calls.incrementAndGet();
    return key < 0 ? null : key + impurity;
  }

  private static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      assertFalse(Thread.currentThread().isInterrupted(), "never came");
      Thread.onSpinWait();
    }
  }
}
