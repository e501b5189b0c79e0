package io.nfcs.grid.tier;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.cache.CacheSpec;
import io.nfcs.cache.CacheStatistics;
import io.nfcs.cache.Memo;
import io.nfcs.cache.TierStatistics;
import io.nfcs.cache.TieredCache;
import io.nfcs.codec.Argument;
import io.nfcs.codec.Codec;
import io.nfcs.codec.ComplexField;
import io.nfcs.codec.KeyWriter;
import io.nfcs.config.NfcsConfig;
import io.nfcs.config.TlsSettings;
import io.nfcs.grid.ignite.IgniteNode;
import io.nfcs.grid.ignite.NodeSettings;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Faults of the caches of the original system, each with its effect there. */
@Tag("slow")
@Timeout(30)
class NfcsFaultsTest {
  private static final long EPOCH_NANOS = 1_700_000_000_000_000_000L;

  @TempDir static Path folder;
  private static IgniteNode node;

  private final AtomicLong now = new AtomicLong(1);
  private final List<Caches> opened = new ArrayList<>();

  /** Numbers of an argument, as they are. */
  @SuppressWarnings("ArrayRecordComponent") // compared by its key only
  private record Numbers(double... values) implements Argument {
    @Override
    public void describe(KeyWriter key) {
      key.add(values, values.length);
    }
  }

  private record Field(ComplexField field) implements Argument {
    @Override
    public void describe(KeyWriter key) {
      key.add(field);
    }
  }

  @BeforeAll
  static void startNode() {
    NfcsConfig config =
        NfcsConfig.parse("test", "grid: {thin_client_port: 0, offheap_bytes: 64MiB}");
    node = IgniteNode.start(folder, config.section("grid", NodeSettings.class), TlsSettings.NONE);
  }

  @AfterAll
  static void stopNode() {
    node.close();
  }

  @AfterEach
  void closeCaches() {
    opened.forEach(Caches::close);
  }

  @Test
  void keysOfFieldsThatPrintAlikeMustNotCollide() {
    double[] plane = new double[128 * 128];
    double[] other = plane.clone();
    other[64 * 128 + 64] = 1e-10;
    try (Memo<Field, Double> memo =
        new Memo<>("fields", "1", real(), f -> f.field().re(64 * 128 + 64), caches()::open)) {
      assertEquals(0, memo.get(new Field(ComplexField.of(128, 128, plane, plane))));
      assertEquals(1e-10, memo.get(new Field(ComplexField.of(128, 128, other, plane))));
    }
  }

  @Test
  void keysOfEqualArgumentsMustBeEqualWhateverTheirIdentityAndOrder() {
    AtomicInteger computed = new AtomicInteger();
    try (Memo<Numbers, Double> memo =
        new Memo<>(
            "equal", "1", real(), a -> (double) computed.incrementAndGet(), caches()::open)) {
      assertEquals(1, memo.get(new Numbers(1, 2)));
      assertEquals(1, memo.get(new Numbers(1, 2)));
    }
    TieredCache<List<String>, String> cache =
        caches().open(CacheSpec.of("dict", Codec.texts(), Codec.text()));
    cache.put(key(Map.of("a", "1", "b", "2")), "value");
    Map<String, String> turned = new LinkedHashMap<>();
    turned.put("b", "2");
    turned.put("a", "1");
    assertEquals("value", cache.get(key(turned)));
  }

  @Test
  void zeroFalseAndEmptyMustBeHits() {
    AtomicInteger computed = new AtomicInteger();
    try (Memo<Numbers, double[]> memo =
        new Memo<>("empty", "1", Codec.doubles(), counting(computed), caches()::open)) {
      memo.get(new Numbers());
      assertArrayEquals(new double[0], memo.get(new Numbers()));
      memo.get(new Numbers(0));
      assertArrayEquals(new double[] {0}, memo.get(new Numbers(0)));
      assertEquals(2, computed.get());
    }
  }

  @Test
  void tokensThatContainTheSeparatorMustNotCollide() {
    TieredCache<List<String>, String> cache =
        caches().open(CacheSpec.of("tokens", Codec.texts(), Codec.text()));
    cache.put(List.of("a|b"), "one token");
    cache.put(List.of("a", "b"), "two tokens");
    cache.put(List.of("a", "", "b"), "a forged context");
    assertEquals("one token", cache.get(List.of("a|b")));
    assertEquals("two tokens", cache.get(List.of("a", "b")));
  }

  @Test
  void timeToLiveMustNotBeLostOnDisk() {
    TieredCache<String, String> cache = texts("ttl");
    cache.put("key", "value", Duration.ofMillis(50), List.of());
    cache.close();
    cache = texts("ttl");
    assertEquals("value", cache.get("key"), "from disk, into off-heap and near");
    now.addAndGet(50_000_000);
    assertNull(cache.get("key"));
    cache.close();
    assertNull(texts("ttl").get("key"));
  }

  @Test
  void whatHasExpiredMustGoWithoutBeingTouched() {
    TieredCache<String, String> cache = texts("untouched");
    cache.put("key", "value", Duration.ofMillis(50), List.of());
    long held = near(cache).bytes();
    // by twice its time, as near drops in steps
    now.addAndGet(100_000_000_000L);
    opened.forEach(Caches::maintain);
    assertTrue(near(cache).bytes() < held, () -> near(cache).toString());
    assertEquals(0, near(cache).entries());
  }

  @Test
  void eightCallersOfOneKeyMustComputeItOnce() throws Exception {
    AtomicInteger computed = new AtomicInteger();
    CountDownLatch all = new CountDownLatch(8);
    try (Memo<Numbers, double[]> memo =
            new Memo<>(
                "stampede",
                "1",
                Codec.doubles(),
                a -> {
                  awaitQuietly(all);
                  return counting(computed).apply(a);
                },
                caches()::open);
        ExecutorService callers =
            Executors.newFixedThreadPool(8, work -> new Thread(work, "caller"))) {
      List<Future<double[]>> answers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        answers.add(
            callers.submit(() -> {
              all.countDown();
              return memo.get(new Numbers(3));
            }));
      }
      for (Future<double[]> answer : answers) {
        assertArrayEquals(new double[] {3}, answer.get());
      }
      assertEquals(1, computed.get());
    }
  }

  @Test
  void thatThereIsNoValueMustBeRemembered() {
    AtomicInteger loads = new AtomicInteger();
    TieredCache<String, String> cache =
        caches()
            .open(
                CacheSpec.of("none", Codec.text(), Codec.text())
                    .loader(key -> {
                      loads.incrementAndGet();
                      return null;
                    }));
    for (int i = 0; i < 5; i++) {
      assertNull(cache.get("key"));
    }
    assertEquals(1, loads.get());
  }

  @Test
  void functionsOfOneShapeMustNotShareResults() {
    try (Memo<Numbers, double[]> twice =
            new Memo<>("twice", "1", Codec.doubles(), scaled(2), caches()::open);
        Memo<Numbers, double[]> hundredfold =
            new Memo<>("hundredfold", "1", Codec.doubles(), scaled(100), caches()::open)) {
      assertArrayEquals(new double[] {2}, twice.get(new Numbers(1)));
      assertArrayEquals(new double[] {100}, hundredfold.get(new Numbers(1)));
    }
  }

  @Test
  void limitsMustHoldWithOverheadsCounted() {
    TieredCache<String, String> cache = texts("limits");
    for (int i = 0; i < 30_000; i++) {
      cache.put("key " + i, "x".repeat(i % 1024));
      if (i % 1000 == 0) {
        assertTrue(near(cache).bytes() <= 16 << 20, () -> near(cache).toString());
      }
    }
    assertTrue(near(cache).evictions() > 0, "and what went is counted");
  }

  @Test
  void aCallerMustNotChangeWhatIsKept() {
    TieredCache<String, double[]> cache =
        caches().open(CacheSpec.of("alias", Codec.text(), Codec.doubles()));
    double[] mine = {1, 2};
    cache.put("key", mine);
    mine[0] = 7;
    double[] first = cache.get("key");
    assertNotNull(first);
    first[1] = 9;
    assertArrayEquals(new double[] {1, 2}, cache.get("key"));
  }

  @Test
  void aRequestThatTheSecondLevelAnswersMustCountAsOneHit() {
    TieredCache<String, String> cache = texts("counts");
    cache.put("key", "value");
    cache.close();
    cache = texts("counts");
    assertEquals("value", cache.get("key"));
    CacheStatistics statistics = cache.statistics();
    assertEquals(1, statistics.tier("near").lookups());
    assertEquals(
        1, statistics.tier("offheap").hits() + statistics.tier("disk").hits(), "of one request");
    assertEquals(0, statistics.loads());
  }

  private Caches caches() {
    NfcsConfig config =
        NfcsConfig.parse(
            "test",
            "cache: {tiers: [near, offheap, disk], near_bytes: 16MiB, slab_bytes: 1MiB,"
                + " ttl_jitter: 0}");
    Caches caches =
        new Caches(
            new Caches.Context(config)
                .tiers(node.tiers())
                .registers(node::register)
                .clocks(now::get, () -> EPOCH_NANOS + now.get()));
    opened.add(caches);
    return caches;
  }

  private TieredCache<String, String> texts(String name) {
    return caches().open(CacheSpec.of(name, Codec.text(), Codec.text()));
  }

  private static TierStatistics near(TieredCache<?, ?> cache) {
    return cache.statistics().tier("near");
  }

  private static List<String> key(Map<String, String> map) {
    List<String> parts = new ArrayList<>();
    new TreeMap<>(map)
        .forEach((name, value) -> {
          parts.add(name);
          parts.add(value);
        });
    return parts;
  }

  private static Codec<Double> real() {
    return new Codec<>() {
      @Override
      public String identity() {
        return "real";
      }

      @Override
      public long sizeBytes(Double value) {
        return Double.BYTES;
      }

      @Override
      public void encode(Double value, MemorySegment target) {
        Codec.number().encode(Double.doubleToRawLongBits(value), target);
      }

      @Override
      public Double decode(MemorySegment source) {
        return Double.longBitsToDouble(Codec.number().decode(source));
      }
    };
  }

  private static Function<Numbers, double[]> scaled(double factor) {
    return a -> new double[] {a.values()[0] * factor};
  }

  private static Function<Numbers, double[]> counting(AtomicInteger count) {
    return a -> {
      count.incrementAndGet();
      return a.values().clone();
    };
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
