package io.nfcs.grid.tier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.cache.CacheSpec;
import io.nfcs.cache.Loader;
import io.nfcs.cache.TieredCache;
import io.nfcs.codec.Codec;
import io.nfcs.config.NfcsConfig;
import io.nfcs.table.Register;
import io.nfcs.tier.CacheTier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The contract of caches that share a tier; three of them, each as in a process of its own. */
@Timeout(60)
public abstract class SharedCacheContract {
  private static final AtomicInteger CACHES = new AtomicInteger();

  private final String name = "shared-" + System.nanoTime() + "-" + CACHES.incrementAndGet();
  private final List<Caches> opened = new ArrayList<>();

  /** Creates the contract, for the tests that extend it. */
  protected SharedCacheContract() {}

  /** Returns the factory of the shared tier in a process of this number. */
  protected abstract Supplier<CacheTier> provider(int process);

  /** Returns the name of the shared tier. */
  protected abstract String tier();

  /** Returns the sections of the configuration besides that of the caches. */
  protected abstract String sections();

  /** Returns the name of the caches of this test. */
  protected final String cacheName() {
    return name;
  }

  @AfterEach
  void close() {
    for (Caches caches : opened) {
      caches.all().forEach(cache -> assertEquals(Map.of(), FlightTest.residues(cache)));
      caches.close();
    }
  }

  @Test
  void shouldSeeWhatAnotherHasPut() {
    List<TieredCache<String, String>> caches = three(null);
    caches.get(0).put("a", "one");
    assertEquals("one", caches.get(1).get("a"));
    caches.get(2).put("a", "two");
    await(() -> "two".equals(caches.get(0).get("a")));
    await(() -> "two".equals(caches.get(1).get("a")));
  }

  @Test
  void shouldForgetWhatAnotherInvalidates() {
    List<TieredCache<String, String>> caches = three(null);
    caches.get(0).put("key", "one");
    caches.get(0).put("tagged", "two", Duration.ofHours(1), List.of("red"));
    caches.get(0).put("matching:1", "three");
    caches.get(0).put("kept", "four");
    for (TieredCache<String, String> cache : caches) {
      assertEquals(4, cache.getAll(List.of("key", "tagged", "matching:1", "kept")).size());
    }
    assertTrue(caches.get(1).invalidate("key"));
    caches.get(1).invalidateTag("red");
    assertEquals(1, caches.get(1).invalidateMatching("matching:*"));
    for (TieredCache<String, String> cache : caches) {
      await(() -> cache.get("key") == null);
      await(() -> cache.get("tagged") == null);
      await(() -> cache.get("matching:1") == null);
      assertEquals("four", cache.get("kept"));
    }
    caches.get(2).clear();
    for (TieredCache<String, String> cache : caches) {
      await(() -> cache.get("kept") == null);
    }
  }

  @Test
  void shouldLoadOnceHoweverManyProcessesAsk() throws Exception {
    AtomicInteger loads = new AtomicInteger();
    CountDownLatch asked = new CountDownLatch(63);
    List<TieredCache<String, String>> caches =
        three(key -> {
          asked.await();
          return "load " + loads.incrementAndGet();
        });
    try (ExecutorService threads =
        Executors.newFixedThreadPool(63, Thread.ofPlatform().factory())) {
      List<Future<@Nullable String>> answers = new ArrayList<>();
      for (int i = 0; i < 63; i++) {
        TieredCache<String, String> cache = caches.get(i % 3);
        answers.add(
            threads.submit(() -> {
              asked.countDown();
              return cache.get("a");
            }));
      }
      for (Future<@Nullable String> answer : answers) {
        assertEquals("load 1", answer.get());
      }
    }
    assertEquals(1, loads.get());
    assertEquals(2, caches.stream().mapToLong(cache -> cache.statistics().awaited()).sum());
  }

  /** Every value that is read after a tag's invalidation is known was loaded after it. */
  @Test
  void shouldNeverServeWhatALoadElsewhereBringsTooLate() throws Exception {
    CountDownLatch loading = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    AtomicInteger loads = new AtomicInteger();
    AtomicLong source = new AtomicLong(1);
    Loader<String, String> loader =
        key -> {
          String read = "source " + source.get();
          if (loads.incrementAndGet() == 1) {
            loading.countDown();
            go.await();
          }
          return read;
        };
    List<TieredCache<String, String>> caches = three(loader);
    try (ExecutorService other = Executors.newSingleThreadExecutor(Thread.ofPlatform().factory())) {
      Future<@Nullable String> first = other.submit(() -> caches.get(0).get("a"));
      loading.await();
      source.set(2);
      caches.get(1).invalidateTag("source");
      go.countDown();
      assertEquals("source 1", first.get());
      await(() -> "source 2".equals(caches.get(0).get("a")));
      assertEquals("source 2", caches.get(1).get("a"));
      await(() -> "source 2".equals(caches.get(2).get("a")));
    }
  }

  @Test
  void shouldKnowHowLongItHasNotHeard() {
    List<TieredCache<String, String>> caches = three(null);
    caches.get(0).put("a", "one");
    assertTrue(caches.get(0).statistics().unheardNanos() >= 0);
    long bound = TimeUnit.SECONDS.toNanos(1);
    await(() -> caches.get(1).statistics().unheardNanos() < bound);
    TieredCache<String, String> alone =
        open(0, "near", CacheSpec.of(name + "-alone", Codec.text(), Codec.text()));
    assertEquals(0, alone.statistics().unheardNanos());
    assertNull(alone.get("a"));
    assertNotNull(caches.get(2).get("a"));
  }

  /** Returns the same cache in three processes. */
  protected final List<TieredCache<String, String>> three(@Nullable Loader<String, String> loader) {
    List<TieredCache<String, String>> caches = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      CacheSpec<String, String> spec =
          CacheSpec.of(name, Codec.text(), Codec.text()).tags((key, value) -> List.of("source"));
      caches.add(open(i, "near, " + tier(), loader == null ? spec : spec.loader(loader)));
    }
    return caches;
  }

  /** Waits until a condition holds. */
  protected static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      assertFalse(Thread.currentThread().isInterrupted(), "never came");
      Thread.onSpinWait();
    }
  }

  private <K, V> TieredCache<K, V> open(int process, String tiers, CacheSpec<K, V> spec) {
    NfcsConfig config =
        NfcsConfig.parse(
            "test",
            "cache: {tiers: [%s], near_bytes: 16MiB, slab_bytes: 1MiB, heal_millis: 100}\n%s"
                .formatted(tiers, sections()));
    Map<String, Register> registers = new ConcurrentHashMap<>();
    Caches caches =
        new Caches(
            new Caches.Context(config)
                .tiers(Map.of(tier(), provider(process)))
                .registers(
                    register -> registers.computeIfAbsent(register, r -> new VolatileRegister())));
    opened.add(caches);
    return caches.open(spec);
  }
}
