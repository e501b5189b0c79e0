package io.nfcs.grid.tier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.cache.CacheSpec;
import io.nfcs.cache.TieredCache;
import io.nfcs.codec.Codec;
import io.nfcs.config.NfcsConfig;
import io.nfcs.config.TlsSettings;
import io.nfcs.grid.ignite.IgniteNode;
import io.nfcs.grid.ignite.NodeSettings;
import io.nfcs.tier.CacheTier;
import io.nfcs.tier.ResizableTier;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Adaptation of caches to their accesses: sizes, and keys after a start. */
@Isolated("what a tier costs is measured")
@Tag("slow")
@Timeout(60)
class AdaptiveSizeTest {
  private static final long SEED = 5;
  private static final int MIB = 1 << 20;

  @TempDir static Path folder;
  private static @Nullable IgniteNode node;

  private final AtomicLong now = new AtomicLong(1);
  private long loadNanos = 100_000;
  private int valueBytes = 900;
  private @Nullable Caches caches;
  private @Nullable ResizableTier offheap;

  @BeforeAll
  static void startNode() {
    NfcsConfig config =
        NfcsConfig.parse("test", "grid: {thin_client_port: 0, offheap_bytes: 128MiB}");
    node = IgniteNode.start(folder, config.section("grid", NodeSettings.class), TlsSettings.NONE);
  }

  @AfterAll
  static void stopNode() {
    node().close();
  }

  @AfterEach
  void close() {
    if (caches != null) {
      caches.close();
    }
  }

  @Test
  void shouldPredictTheHitRateOfAnotherSize() {
    String tiers = "tiers: [near], slab_bytes: 64KiB, compression_level: 0, near_bytes: ";
    double[] measured = new double[3];
    double[] predicted = new double[3];
    for (int i = 0; i < 3; i++) {
      TieredCache<Long, byte[]> cache = open("predict" + i, tiers + (2 << i) + "MiB", now::get);
      use(cache, 150_000, 20_000, true);
      measured[i] = cache.hitRateAt("near", 1);
      if (i == 1) {
        predicted[0] = cache.hitRateAt("near", 0.5);
        predicted[2] = cache.hitRateAt("near", 2);
      }
      close();
    }
    assertEquals(measured[0], predicted[0], 0.05, "half");
    assertEquals(measured[2], predicted[2], 0.05, "twice");
    assertTrue(measured[2] > measured[0] + 0.05, "sizes that matter");
  }

  @Test
  void shouldRefuseToPredictATierThatIsNotThere() {
    TieredCache<Long, byte[]> cache = open("refuse", "tiers: [near]", now::get);
    assertThrows(IllegalArgumentException.class, () -> cache.hitRateAt("disk", 2));
  }

  @Test
  void shouldGiveBytesToNearWhereOffheapIsAsSlowAsTheLoader() {
    loadNanos = 1000;
    // each look at this clock takes 1 us, so that anything below near does
    TieredCache<Long, byte[]> cache = balanced("to-near", () -> now.addAndGet(1000));
    use(cache, 40_000, 14_000, false);
    assertEquals(8 * MIB, limit(), "nothing moves by itself");
    balance(cache, 20);
    assertTrue(limit() < 5 * MIB, () -> "off-heap has " + limit());
  }

  @Test
  void shouldGiveBytesToOffheapWhereTheLoaderIsSlow() {
    // near, which has five pages for it, has room for fewer than off-heap
    valueBytes = 16_400;
    TieredCache<Long, byte[]> cache = balanced("to-offheap", now::get);
    use(cache, 10_000, 700, false);
    balance(cache, 20);
    assertTrue(limit() > 10 * MIB, () -> "off-heap has " + limit());
    assertTrue(limit() <= 12 * MIB, () -> "off-heap has " + limit());
  }

  @Test
  void shouldBringUpWhatWasUsedMostAfterAStart() {
    String settings = "tiers: [near, disk], warm_up_per_second: 100, warm_up: [popular]";
    TieredCache<Long, byte[]> cache = open("popular", settings, now::get);
    for (long key = 0; key < 2000; key++) {
      cache.put(key, new byte[100]);
    }
    for (int round = 0; round < 10; round++) {
      for (long key = 1000; key < 1020; key++) {
        cache.get(key);
      }
      caches().maintain();
    }
    close();
    TieredCache<Long, byte[]> again = open("popular", settings, now::get);
    await(() -> again.statistics().warmed() >= 20);
    for (long key = 1000; key < 1020; key++) {
      again.get(key);
    }
    assertEquals(20, again.statistics().tier("near").hits(), "all from near");
    assertEquals(0, again.statistics().tier("disk").lookups());
    assertTrue(again.statistics().warmed() < 2000, "not more at once than may be");
  }

  @Test
  void shouldBringUpWhatWasAskedForFirstTheLastTime() {
    String settings = "tiers: [near, disk], warm_up: [predicted]";
    TieredCache<Long, byte[]> cache = open("predicted", settings, now::get);
    for (long key = 0; key < 500; key++) {
      cache.put(key, new byte[100]);
    }
    close();
    TieredCache<Long, byte[]> second = open("predicted", settings, now::get);
    for (long key = 200; key < 230; key++) {
      second.get(key);
    }
    assertEquals(30, second.statistics().tier("disk").hits());
    close();
    TieredCache<Long, byte[]> third = open("predicted", settings, now::get);
    await(() -> third.statistics().warmed() >= 30);
    for (long key = 200; key < 230; key++) {
      third.get(key);
    }
    assertEquals(30, third.statistics().tier("near").hits());
    assertEquals(30, third.statistics().warmed());
  }

  private TieredCache<Long, byte[]> balanced(String name, NanoClock clock) {
    return open(
        name,
        "tiers: [near, offheap], near_bytes: 8MiB, slab_bytes: 64KiB, compression_level: 0,"
            + " balance_share: 0.5",
        clock);
  }

  private TieredCache<Long, byte[]> open(String name, String settings, NanoClock clock) {
    Map<String, Supplier<CacheTier>> providers = new HashMap<>(node().tiers());
    Supplier<CacheTier> original = Objects.requireNonNull(providers.get("offheap"));
    providers.put(
        "offheap",
        () -> {
          offheap = (ResizableTier) original.get();
          return offheap;
        });
    caches =
        new Caches(
            new Caches.Context(
                    NfcsConfig.parse(
                        "test", "{cache: {" + settings + "}, offheap: {max_bytes: 8MiB}}"))
                .tiers(providers)
                .registers(node()::register)
                .memory(() -> node().binary("WARM_UP"))
                .clocks(clock, () -> now.get()));
    return caches.open(
        CacheSpec.of(name, Codec.number(), Codec.bytes())
            .loader(key -> {
              now.addAndGet(loadNanos);
              return new byte[valueBytes];
            }));
  }

  /** Asks for keys at random, evenly or small ones more often. */
  private void use(TieredCache<Long, byte[]> cache, int times, int keys, boolean skewed) {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < times; i++) {
      double share = random.nextDouble();
      cache.get((long) (keys * (skewed ? share * share * share : share)));
      if (i % 32 == 0) {
        caches().maintain();
      }
    }
  }

  private void balance(TieredCache<Long, byte[]> cache, int steps) {
    for (int i = 0; i < steps; i++) {
      caches().balance();
      long nearBytes = cache.statistics().tier("near").bytes();
      assertTrue(nearBytes <= 16 * MIB - limit(), () -> nearBytes + " with " + limit());
    }
  }

  private long limit() {
    return Objects.requireNonNull(offheap).limitBytes();
  }

  private Caches caches() {
    return Objects.requireNonNull(caches);
  }

  private static IgniteNode node() {
    return Objects.requireNonNull(node);
  }

  private static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      assertTrue(!Thread.currentThread().isInterrupted(), "never came");
      Thread.onSpinWait();
    }
  }
}
