package io.nfcs.grid.tier;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.cache.Answer;
import io.nfcs.cache.CacheSpec;
import io.nfcs.cache.CacheStatistics;
import io.nfcs.cache.Lease;
import io.nfcs.cache.Memo;
import io.nfcs.cache.TieredCache;
import io.nfcs.codec.Argument;
import io.nfcs.codec.Codec;
import io.nfcs.codec.KeyWriter;
import io.nfcs.tier.CacheKey;
import io.nfcs.tier.TierContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls of a closed cache, all of which are refused. */
@Timeout(30)
class CloseTest {
  private final CountDownLatch never = new CountDownLatch(1);
  private final FetchFixture.HeapTier below = new FetchFixture.HeapTier("below");
  private final FetchFixture fixture = new FetchFixture("", Map.of("below", () -> below));

  @AfterEach
  void close() {
    never.countDown();
    fixture.close();
  }

  /** As when another process changes something while the caches are closed. */
  @Test
  void shouldIgnoreAHintAfterTheEnd() {
    List<Runnable> hints = new ArrayList<>();
    LogTier shared =
        new LogTier("shared") {
          @Override
          public void onChange(Runnable hint) {
            hints.add(hint);
          }
        };
    try (FetchFixture other = new FetchFixture("", Map.of("shared", () -> shared))) {
      other.open("c", key -> key);
    }
    assertDoesNotThrow(() -> hints.getFirst().run());
  }

  @ParameterizedTest
  @ValueSource(strings = {"cache", "caches"})
  void shouldTellWhoWaitsThatTheCacheIsClosed(String what) throws Exception {
    CountDownLatch flown = new CountDownLatch(2);
    TieredCache<String, String> cache =
        fixture.open(
            "c",
            key -> {
              flown.countDown();
              awaitWhateverComes(never);
              return key;
            });
    List<FutureTask<@Nullable Object>> waiting = new ArrayList<>();
    try (Lease lease = cache.lease()) {
      // two are flown in the background, two are queued
      for (String key : List.of("1", "2", "3", "4")) {
        assertEquals(Answer.LATE, cache.get(key, 0, lease));
      }
      // a thread that waits for one that has not begun would run it
      flown.await();
      waits(waiting, () -> cache.get("1"));
      waits(waiting, () -> cache.getAll(List.of("2", "1")));
      waits(waiting, () -> budgeted(cache, "1"));
      cache.invalidate("1");
      waits(waiting, () -> budgeted(cache, "5"));
    }
    if (what.equals("cache")) {
      cache.close();
    } else {
      fixture.caches.close();
    }
    for (FutureTask<@Nullable Object> one : waiting) {
      Throwable told = assertThrows(ExecutionException.class, one::get).getCause();
      assertEquals("java.lang.IllegalStateException: cache c is closed", String.valueOf(told));
    }
  }

  @Test
  void shouldNotKeepWhatIsLoadedAfterTheEnd() throws Exception {
    CountDownLatch loading = new CountDownLatch(1);
    TieredCache<String, String> cache =
        fixture.open(
            "c",
            key -> {
              loading.countDown();
              awaitWhateverComes(never);
              return key;
            });
    FutureTask<@Nullable String> pilot = fixture.start(() -> cache.get("a"));
    loading.await();
    cache.close();
    never.countDown();
    assertInstanceOf(
        IllegalStateException.class, assertThrows(ExecutionException.class, pilot::get).getCause());
    assertEquals(Map.of(), below.frames);
    TieredCache<String, String> again = fixture.open("c", key -> null);
    assertNull(again.get("a"));
  }

  @Test
  void shouldRefuseEverythingOnceClosed() {
    TieredCache<String, String> cache = fixture.open("c", key -> key);
    TieredCache<String, String> without =
        fixture.caches.open(CacheSpec.of("d", Codec.text(), Codec.text()));
    Lease lease = cache.lease();
    cache.put("a", "one");
    assertEquals("b", cache.get("b"));
    CacheStatistics before = cache.statistics();
    cache.close();
    cache.close();
    without.close();
    refused(cache::lease);
    refused(() -> cache.get("a"));
    refused(() -> cache.get("x"));
    refused(() -> cache.get("a", lease));
    refused(() -> cache.get("a", 0, lease));
    refused(() -> cache.get("a", 1_000_000, lease));
    refused(() -> cache.getAll(List.of("a", "x")));
    refused(() -> cache.getAll(List.of()));
    refused(() -> cache.put("a", "two"));
    refused(() -> cache.put("a", "two", Duration.ofHours(1), List.of("t")));
    refused(() -> cache.putAbsent("a"));
    refused(() -> cache.invalidate("a"));
    refused(() -> cache.invalidateTag("t"));
    refused(() -> cache.invalidateMatching("*"));
    refused(cache::keys);
    refused(cache::clear);
    refused(() -> cache.hitRateAt("near", 2));
    refused(() -> without.get("a"));
    lease.close();
    refused(() -> cache.get("a", lease));
    assertEquals(before.loads(), cache.statistics().loads());
    assertEquals(before.tiers(), cache.statistics().tiers(), "as it was at the end");
    assertEquals(2, below.frames.size());
  }

  @Test
  void shouldOpenNoCacheOnceAllAreClosed() {
    fixture.caches.close();
    fixture.caches.close();
    assertTrue(
        String.valueOf(
                assertThrows(IllegalStateException.class, () -> fixture.open("c", key -> key))
                    .getMessage())
            .contains("closed"));
  }

  @Test
  void shouldCloseTheTiersOfACacheThatCannotBeOpened() {
    AtomicInteger open = new AtomicInteger();
    AtomicBoolean isBroken = new AtomicBoolean(true);
    FetchFixture.HeapTier flaky =
        new FetchFixture.HeapTier("flaky") {
          @Override
          public void open(TierContext context) {
            open.incrementAndGet();
            if (isBroken.get()) {
              throw new IllegalStateException("on purpose");
            }
          }

          @Override
          public void close() {
            open.decrementAndGet();
          }
        };
    try (FetchFixture own = new FetchFixture("", Map.of("flaky", () -> flaky))) {
      assertThrows(IllegalStateException.class, () -> own.open("c", key -> key));
      assertEquals(0, open.get());
      isBroken.set(false);
      assertEquals("a", own.open("c", key -> key).get("a"));
      assertEquals(1, open.get());
    }
    assertEquals(0, open.get());
  }

  @Test
  void shouldRefuseWithAMemoThatIsClosed() {
    Memo<Whole, String> memo =
        new Memo<>("m", "1", Codec.text(), number -> "r" + number.value, fixture.caches::open);
    assertEquals("r1", memo.get(new Whole(1)));
    memo.close();
    memo.close();
    refused(() -> memo.get(new Whole(1)));
    refused(() -> memo.get(new Whole(2)));
    refused(memo::lease);
  }

  @Test
  void shouldCloseInTimeWhileAChangeHangs() throws Exception {
    CountDownLatch storing = new CountDownLatch(1);
    FetchFixture.HeapTier stuck =
        new FetchFixture.HeapTier("stuck") {
          @Override
          public void store(CacheKey key, byte[] frame, long liveMillis) {
            storing.countDown();
            awaitWhateverComes(never);
          }
        };
    try (FetchFixture own = new FetchFixture("", Map.of("stuck", () -> stuck))) {
      TieredCache<String, String> cache = own.open("c", key -> key);
      FutureTask<Boolean> change =
          own.start(() -> {
            cache.put("a", "one");
            return true;
          });
      storing.await();
      cache.close();
      refused(() -> cache.get("b"));
      assertFalse(change.isDone());
    }
  }

  private record Whole(long value) implements Argument {
    @Override
    public void describe(KeyWriter key) {
      key.add(value);
    }
  }

  private void waits(List<FutureTask<@Nullable Object>> waiting, Callable<@Nullable Object> call) {
    waiting.add(fixture.start(call));
    FetchFixture.awaitWaiting(fixture.thread());
  }

  private static Answer budgeted(TieredCache<String, String> cache, String key) {
    try (Lease lease = cache.lease()) {
      return cache.get(key, TimeUnit.SECONDS.toNanos(20), lease);
    }
  }

  private static void refused(Executable call) {
    String message = String.valueOf(assertThrows(IllegalStateException.class, call).getMessage());
    assertTrue(message.contains("is closed"), message);
  }

  /** A loader that heeds no interrupt. */
  private static void awaitWhateverComes(CountDownLatch latch) {
    boolean isDone = false;
    while (!isDone) {
      try {
        latch.await();
        isDone = true;
      } catch (InterruptedException e) {
        // continue
      }
    }
  }
}
