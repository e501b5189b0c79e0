package io.nfcs.grid;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.cache.Answer;
import io.nfcs.cache.CacheSpec;
import io.nfcs.cache.Lease;
import io.nfcs.cache.TieredCache;
import io.nfcs.codec.Codec;
import io.nfcs.config.NfcsConfig;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class NearCachesTest {
  private static final NfcsConfig CONFIG =
      NfcsConfig.parse("test", "cache: {near_bytes: 4MiB, slab_bytes: 64KiB}");

  private final NearCaches caches = new NearCaches(CONFIG);

  @AfterEach
  void close() {
    caches.close();
  }

  @Test
  void shouldRefuseTheLeaseOfAnotherCache() {
    TieredCache<Long, byte[]> mine =
        caches.open(CacheSpec.of("mine", Codec.number(), Codec.bytes()).loader(k -> filled(k)));
    TieredCache<Long, byte[]> other = open("other");
    mine.put(1L, filled(1));
    try (Lease lease = other.lease()) {
      refused(() -> mine.get(1L, lease));
      refused(() -> mine.get(2L, lease));
      refused(() -> mine.get(1L, 0, lease));
      refused(() -> mine.get(2L, 1_000_000, lease));
      assertFalse(lease.isHeld());
      assertEquals(0, mine.statistics().loads());
    }
  }

  @Test
  void shouldRefuseTheLeaseOfAClosedCacheOfTheSameName() {
    TieredCache<Long, byte[]> before = open("same");
    try (Lease lease = before.lease()) {
      before.close();
      TieredCache<Long, byte[]> after = open("same");
      after.put(1L, filled(1));
      refused(() -> after.get(1L, lease));
    }
  }

  @Test
  void shouldRefuseAClosedLease() {
    TieredCache<Long, byte[]> cache = open("closed");
    cache.put(1L, filled(1));
    Lease lease = cache.lease();
    assertEquals(Answer.FRESH, cache.get(1L, lease));
    lease.close();
    refused(() -> cache.get(1L, lease));
    refused(() -> cache.get(1L, 0, lease));
    assertThrows(IllegalStateException.class, () -> lease.byteAt(0));
  }

  @Test
  void shouldHoldNothingByALeaseThatTheLoaderCloses() {
    List<Lease> used = new ArrayList<>();
    TieredCache<Long, byte[]> cache =
        caches.open(
            CacheSpec.of("loader", Codec.number(), Codec.bytes())
                .loader(key -> {
                  used.getFirst().close();
                  return filled(key);
                }));
    used.add(cache.lease());
    refused(() -> cache.get(1L, used.getFirst()));
    assertFalse(used.getFirst().isHeld());
  }

  /** More threads than there are shared leases ask for values that take long to load. */
  @Test
  void shouldAnswerOthersWhileManyThreadsLoad() throws Exception {
    CountDownLatch asked = new CountDownLatch(200);
    CountDownLatch end = new CountDownLatch(1);
    TieredCache<Long, byte[]> cache =
        caches.open(
            CacheSpec.of("slow", Codec.number(), Codec.bytes())
                .loader(key -> {
                  asked.countDown();
                  end.await();
                  return filled(key);
                }));
    cache.put(-1L, filled(3));
    List<FutureTask<byte[]>> loads = new ArrayList<>();
    for (long key = 0; key < 200; key++) {
      long one = key;
      FutureTask<byte[]> load = new FutureTask<>(() -> cache.get(one));
      Thread.ofVirtual().start(load);
      loads.add(load);
    }
    asked.await();
    assertArrayEquals(filled(3), cache.get(-1L));
    cache.put(-2L, filled(4));
    assertArrayEquals(filled(4), cache.get(-2L));
    end.countDown();
    for (int key = 0; key < 200; key++) {
      assertArrayEquals(filled(key), loads.get(key).get());
    }
  }

  @Test
  void shouldRefuseALeaseInASecondThreadUntilTheFirstHasEnded() throws Exception {
    TieredCache<Long, byte[]> cache = open("threads");
    cache.put(1L, filled(1));
    try (Lease lease = cache.lease()) {
      CountDownLatch held = new CountDownLatch(1);
      CountDownLatch end = new CountDownLatch(1);
      FutureTask<Byte> reading =
          new FutureTask<>(() -> {
            cache.get(1L, lease);
            held.countDown();
            end.await();
            byte first = lease.segment().get(ValueLayout.JAVA_BYTE, 0);
            lease.release();
            return first;
          });
      Thread reader = Thread.ofVirtual().start(reading);
      held.await();
      refused(() -> cache.get(1L, lease));
      refused(() -> cache.get(1L, 0, lease));
      assertThrows(WrongThreadException.class, () -> lease.byteAt(0));
      assertThrows(WrongThreadException.class, () -> lease.decode(Codec.bytes()));
      assertThrows(WrongThreadException.class, lease::segment);
      assertThrows(WrongThreadException.class, lease::release);
      end.countDown();
      assertEquals((byte) 1, reading.get());
      reader.join();
      assertEquals(Answer.FRESH, cache.get(1L, lease));
      assertEquals((byte) 1, lease.byteAt(1999));
    }
  }

  @Test
  void shouldTakeOverTheLeaseOfAThreadThatEndedWithAValue() throws Exception {
    TieredCache<Long, byte[]> cache = open("ended");
    cache.put(1L, filled(1));
    cache.put(2L, filled(2));
    try (Lease lease = cache.lease()) {
      elsewhere(() -> {
        cache.get(1L, lease);
        return lease.segment().get(ValueLayout.JAVA_BYTE, 0) == 1;
      });
      assertEquals(Answer.FRESH, cache.get(2L, lease));
      assertEquals((byte) 2, lease.segment().get(ValueLayout.JAVA_BYTE, 1999));
    }
  }

  @Test
  void shouldLeaveAValueReadableWhoseLeaseAnotherThreadCloses() throws Exception {
    TieredCache<Long, byte[]> cache = open("closing");
    cache.put(1L, filled(1));
    Lease lease = cache.lease();
    assertEquals(Answer.FRESH, cache.get(1L, lease));
    elsewhere(() -> {
      lease.close();
      return true;
    });
    cache.clear();
    for (long key = 2; key < 10_000; key++) {
      cache.put(key, filled(key));
    }
    assertEquals((byte) 1, lease.byteAt(0));
    assertEquals((byte) 1, lease.byteAt(1999));
    refused(() -> cache.get(2L, lease));
    lease.release();
    assertFalse(lease.isHeld());
  }

  @Test
  void shouldShowWhatItHeldWhileOthersReplaceIt() throws Exception {
    TieredCache<Long, byte[]> cache = open("held");
    cache.put(1L, filled(1));
    try (Lease lease = cache.lease()) {
      cache.get(1L, lease);
      elsewhere(() -> {
        cache.clear();
        for (long key = 2; key < 10_000; key++) {
          cache.put(key, filled(key));
        }
        return true;
      });
      for (int i = 0; i < 2000; i++) {
        assertEquals((byte) 1, lease.byteAt(i));
      }
    }
  }

  @Test
  void shouldInvalidateEveryKeyThatMatchesWhileOthersArePut() throws Exception {
    try (NearCaches large = new NearCaches(CONFIG.with("cache.near_bytes", "64MiB"))) {
      TieredCache<String, Long> cache =
          large.open(CacheSpec.of("growing", Codec.text(), Codec.number()));
      for (long i = 0; i < 8_000; i++) {
        cache.put("a:" + i, i);
      }
      FutureTask<Boolean> putting =
          new FutureTask<>(() -> {
            for (long i = 0; i < 60_000; i++) {
              cache.put("b:" + i, i);
            }
            return true;
          });
      Thread.ofPlatform().start(putting);
      assertTrue(cache.keys().size() >= 8_000);
      assertEquals(8_000, cache.invalidateMatching("a:*"));
      for (long i = 0; i < 8_000; i++) {
        assertFalse(cache.get("a:" + i) != null, "a:" + i);
      }
      putting.get();
      assertEquals(60_000, cache.keys().size());
    }
  }

  private TieredCache<Long, byte[]> open(String name) {
    return caches.open(CacheSpec.of(name, Codec.number(), Codec.bytes()));
  }

  private static void refused(Callable<?> lookup) {
    assertThrows(IllegalArgumentException.class, lookup::call);
  }

  private static void elsewhere(Callable<Boolean> work) throws InterruptedException {
    FutureTask<Boolean> task = new FutureTask<>(work);
    Thread.ofPlatform().start(task).join();
    try {
      assertTrue(task.get());
    } catch (ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] filled(long key) {
    byte[] value = new byte[2000];
    Arrays.fill(value, (byte) key);
    return value;
  }
}
