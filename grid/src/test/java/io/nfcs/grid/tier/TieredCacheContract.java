package io.nfcs.grid.tier;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.cache.Answer;
import io.nfcs.cache.CacheException;
import io.nfcs.cache.CacheSpec;
import io.nfcs.cache.CacheStatistics;
import io.nfcs.cache.Lease;
import io.nfcs.cache.Loader;
import io.nfcs.cache.TierStatistics;
import io.nfcs.cache.TieredCache;
import io.nfcs.codec.Codec;
import io.nfcs.config.NfcsConfig;
import io.nfcs.config.TlsSettings;
import io.nfcs.counters.ErrorLog;
import io.nfcs.grid.ignite.IgniteNode;
import io.nfcs.grid.ignite.NodeSettings;
import io.nfcs.tier.CacheTier;
import io.nfcs.tier.EntryTimes;
import io.nfcs.tier.TierContext;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

/** The contract of every legal combination of tiers. The tiers are those of a real node. */
@Timeout(20)
public abstract class TieredCacheContract {
  private static final long EPOCH_NANOS = 1_700_000_000_000_000_000L;
  private static final long HOUR = TimeUnit.HOURS.toNanos(1);
  private static final AtomicInteger CACHES = new AtomicInteger();

  @TempDir static Path folder;
  private static @Nullable IgniteNode node;

  @Parameter String tiers = "";

  /** Creates the contract, for the tests that extend it, one parameter a combination. */
  protected TieredCacheContract() {}

  /** Returns the factories of tiers, by name. */
  protected Map<String, Supplier<CacheTier>> providers() {
    return node().tiers();
  }

  /** Returns the sections of the configuration besides that of the caches. */
  protected String sections() {
    return "";
  }

  private final AtomicLong now = new AtomicLong(1);
  private final ErrorLog errors = new ErrorLog();
  private final String name = "cache-" + CACHES.incrementAndGet();
  private final List<Caches> opened = new ArrayList<>();
  private String settings = "";

  @BeforeAll
  static void startNode() {
    NfcsConfig config =
        NfcsConfig.parse("test", "grid: {thin_client_port: 0, offheap_bytes: 64MiB}");
    node = IgniteNode.start(folder, config.section("grid", NodeSettings.class), TlsSettings.NONE);
  }

  @AfterAll
  static void stopNode() {
    node().close();
  }

  @AfterEach
  void close() {
    for (Caches caches : opened) {
      caches.all().forEach(cache -> assertEquals(Map.of(), FlightTest.residues(cache), tiers));
      caches.close();
    }
  }

  @Test
  void shouldReturnWhatWasPut() {
    TieredCache<String, String> cache = texts(null);
    assertNull(cache.get("a"));
    cache.put("a", "one");
    cache.put("b", "two");
    cache.put("a", "three");
    assertEquals("three", cache.get("a"));
    assertEquals("two", cache.get("b"));
    assertEquals(Map.of("a", "three", "b", "two"), cache.getAll(List.of("a", "b", "not there")));
  }

  @Test
  void shouldShowTheValueInPlace() {
    TieredCache<String, double[]> cache = open(CacheSpec.of(name, Codec.text(), Codec.doubles()));
    cache.put("field", new double[] {1.5, -0.0, Double.NaN});
    try (Lease lease = cache.lease()) {
      assertEquals(Answer.MISS, cache.get("other", lease));
      assertFalse(lease.isHeld());
      assertEquals(Answer.FRESH, cache.get("field", lease));
      assertEquals(24, lease.sizeBytes());
      assertEquals(1.5, lease.doubleAt(0));
      assertEquals(Long.MIN_VALUE, lease.longAt(8));
      now.addAndGet(1000);
      assertEquals(1000, lease.ageNanos());
    }
  }

  @Test
  void shouldTakeZeroFalseAndEmptyForValues() {
    TieredCache<String, String> cache = texts(key -> "");
    assertEquals("", cache.get("a"));
    assertEquals("", cache.get("a"));
    assertEquals(1, cache.statistics().loads());
    TieredCache<Long, byte[]> bytes =
        open(CacheSpec.of(name + "-bytes", Codec.number(), Codec.bytes()));
    bytes.put(0L, new byte[0]);
    assertArrayEquals(new byte[0], bytes.get(0L));
    try (Lease lease = bytes.lease()) {
      assertEquals(Answer.FRESH, bytes.get(0L, lease));
      assertEquals(0, lease.sizeBytes());
    }
  }

  @Test
  void shouldLetNobodyChangeWhatIsKept() {
    TieredCache<String, double[]> cache = open(CacheSpec.of(name, Codec.text(), Codec.doubles()));
    double[] mine = {1, 2, 3};
    cache.put("a", mine);
    mine[0] = 99;
    double[] first = cache.get("a");
    assertNotNull(first);
    first[1] = 99;
    assertArrayEquals(new double[] {1, 2, 3}, cache.get("a"));
  }

  @Test
  void shouldForgetWhatIsDeadInEveryTier() {
    TieredCache<String, String> cache = texts(null);
    cache.put("a", "one");
    cache.put("short", "two", Duration.ofMillis(50), List.of());
    pass(TimeUnit.MILLISECONDS.toNanos(51));
    assertNull(cache.get("short"));
    assertEquals("one", cache.get("a"));
    pass(HOUR);
    assertNull(cache.get("a"));
  }

  @Test
  void shouldGiveNoSecondLifeToWhatComesUpFromBelow() {
    TieredCache<String, String> cache = texts(null);
    cache.put("a", "one", Duration.ofMinutes(10), List.of());
    pass(TimeUnit.MINUTES.toNanos(8));
    cache = reopened(cache);
    assertEquals(isDurable() ? "one" : null, cache.get("a"));
    pass(TimeUnit.MINUTES.toNanos(2));
    assertNull(cache.get("a"));
  }

  @Test
  void shouldServeStaleAndLoadAnewOnce() throws Exception {
    settings = "ttl_jitter: 0, refresh_ahead: 1";
    AtomicInteger loads = new AtomicInteger();
    TieredCache<String, String> cache = texts(key -> "load " + loads.incrementAndGet());
    assertEquals("load 1", cache.get("a"));
    pass(HOUR + 1);
    try (Lease lease = cache.lease()) {
      assertEquals(Answer.STALE, cache.get("a", lease));
      assertEquals("load 1", lease.decode(Codec.text()));
      assertEquals(HOUR + 1, lease.ageNanos());
    }
    await(() -> cache.statistics().refreshes() == 1);
    assertEquals("load 2", cache.get("a"));
    pass(HOUR + TimeUnit.MINUTES.toNanos(2));
    assertEquals("load 3", cache.get("a"));
  }

  @Test
  void shouldRefreshAheadOfTime() throws Exception {
    settings = "ttl_jitter: 0, refresh_ahead: 0.5";
    AtomicInteger loads = new AtomicInteger();
    TieredCache<String, String> cache = texts(key -> "load " + loads.incrementAndGet());
    assertEquals("load 1", cache.get("a"));
    pass(HOUR / 2 + 1);
    assertEquals("load 1", cache.get("a"));
    await(() -> cache.statistics().refreshes() == 1);
    assertEquals("load 2", cache.get("a"));
    assertEquals(2, loads.get());
  }

  @Test
  void shouldLoadOnceHoweverManyAsk() throws Exception {
    AtomicInteger loads = new AtomicInteger();
    CountDownLatch asked = new CountDownLatch(64);
    TieredCache<String, String> cache =
        texts(key -> {
          asked.await();
          return "load " + loads.incrementAndGet();
        });
    try (ExecutorService threads =
        Executors.newFixedThreadPool(64, Thread.ofPlatform().factory())) {
      List<Future<@Nullable String>> answers = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
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
    assertEquals(1, cache.statistics().loads());
  }

  @Test
  void shouldRememberThatThereIsNoValue() {
    AtomicInteger loads = new AtomicInteger();
    TieredCache<String, String> cache =
        texts(key -> {
          loads.incrementAndGet();
          return null;
        });
    assertNull(cache.get("a"));
    assertNull(cache.get("a"));
    try (Lease lease = cache.lease()) {
      assertEquals(Answer.NEGATIVE, cache.get("a", lease));
    }
    assertEquals(1, loads.get());
    pass(TimeUnit.SECONDS.toNanos(11));
    assertNull(cache.get("a"));
    assertEquals(2, loads.get());
    cache.put("a", "one");
    assertEquals("one", cache.get("a"));
  }

  @Test
  void shouldTellWhoAskedThatTheLoaderFailedAndRememberNothing() {
    AtomicInteger loads = new AtomicInteger();
    TieredCache<String, String> cache =
        texts(key -> {
          if (loads.incrementAndGet() == 1) {
            throw new IOException("the source is away");
          }
          return "one";
        });
    CacheException failure = assertThrows(CacheException.class, () -> cache.get("a"));
    assertTrue(String.valueOf(failure.getMessage()).contains("the source is away"));
    assertEquals("one", cache.get("a"));
    assertEquals(1, cache.statistics().loadFailures());
  }

  @Test
  void shouldInvalidateAKey() {
    TieredCache<String, String> cache = texts(null);
    cache.put("a", "one");
    cache.put("b", "two");
    assertTrue(cache.invalidate("a"));
    assertFalse(cache.invalidate("a"));
    assertNull(cache.get("a"));
    assertEquals("two", cache.get("b"));
  }

  @Test
  void shouldInvalidateByTagAlsoAfterARestart() {
    TieredCache<String, String> cache = texts(null);
    cache.put("a", "one", Duration.ofHours(1), List.of("red", "round"));
    cache.put("b", "two", Duration.ofHours(1), List.of("red"));
    cache.put("c", "three", Duration.ofHours(1), List.of("round"));
    cache.invalidateTag("red");
    assertNull(cache.get("a"));
    assertNull(cache.get("b"));
    assertEquals("three", cache.get("c"));
    cache = reopened(cache);
    assertNull(cache.get("a"));
    assertEquals(isDurable() ? "three" : null, cache.get("c"));
    cache.put("a", "again", Duration.ofHours(1), List.of("red"));
    assertEquals("again", cache.get("a"));
  }

  @Test
  void shouldInvalidateMatchingKeysAndCountThem() {
    TieredCache<String, String> cache = texts(null);
    for (int i = 0; i < 100; i++) {
      cache.put("user:" + i, "u");
      cache.put("policy:" + i, "p");
    }
    assertEquals(10, cache.invalidateMatching("user:?"));
    assertEquals(90, cache.invalidateMatching("user:*"));
    assertEquals(0, cache.invalidateMatching("user:*"));
    assertNull(cache.get("user:5"));
    assertEquals("p", cache.get("policy:5"));
  }

  @Test
  void shouldDropEverything() {
    TieredCache<String, String> cache = texts(null);
    cache.put("a", "one");
    cache.clear();
    assertNull(cache.get("a"));
    cache = reopened(cache);
    assertNull(cache.get("a"));
    cache.put("a", "two");
    assertEquals("two", cache.get("a"));
  }

  @Test
  void shouldNotKeepALoadThatAnInvalidationOvertakes() throws Exception {
    for (String how : List.of("key", "tag", "pattern", "clear", "put")) {
      CountDownLatch loading = new CountDownLatch(1);
      CountDownLatch go = new CountDownLatch(1);
      AtomicInteger loads = new AtomicInteger();
      Loader<String, String> loader =
          key -> {
            if (loads.incrementAndGet() == 1) {
              loading.countDown();
              go.await();
              return "old";
            }
            return "new";
          };
      TieredCache<String, String> cache =
          open(
              CacheSpec.of(name + "-" + how, Codec.text(), Codec.text())
                  .loader(loader)
                  .tags((key, value) -> List.of("tag")));
      try (ExecutorService other =
          Executors.newSingleThreadExecutor(Thread.ofPlatform().factory())) {
        Future<@Nullable String> first = other.submit(() -> cache.get("a"));
        loading.await();
        switch (how) {
          case "key" -> cache.invalidate("a");
          case "tag" -> cache.invalidateTag("tag");
          case "pattern" -> cache.invalidateMatching("*");
          case "clear" -> cache.clear();
          default -> cache.put("a", "new");
        }
        go.countDown();
        // a caller that had asked before a put may get either
        assertEquals(how.equals("put") ? first.get() : "old", first.get(), how);
      }
      assertEquals("new", cache.get("a"), how);
      assertEquals(isDurable() ? "new" : null, reopened(cache).get("a"), how);
    }
  }

  /**
   * The source changes, the tag is invalidated, and from then on no caller may see the old value.
   */
  @Test
  void shouldServeNothingStaleOnceAnInvalidationHasReturned() throws Exception {
    AtomicLong source = new AtomicLong();
    AtomicLong invalidated = new AtomicLong();
    TieredCache<Long, Long> cache =
        open(
            CacheSpec.of(name, Codec.number(), Codec.number())
                .loader(key -> source.get())
                .tags((key, value) -> List.of("source")));
    try (ExecutorService threads = Executors.newFixedThreadPool(8, Thread.ofPlatform().factory())) {
      List<Future<?>> readers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        readers.add(
            threads.submit(() -> {
              for (long read = 0; invalidated.get() < 200; read++) {
                long atLeast = invalidated.get();
                Long found = cache.get(read % 20);
                assertNotNull(found);
                assertTrue(found >= atLeast, () -> "stale: " + found + " after " + atLeast);
              }
            }));
      }
      for (int i = 1; i <= 200; i++) {
        source.set(i);
        cache.invalidateTag("source");
        invalidated.set(i);
      }
      for (Future<?> reader : readers) {
        reader.get();
      }
    }
  }

  @Test
  void shouldAnswerWithinItsBudgetAndHaveTheValueLater() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    TieredCache<String, String> cache =
        texts(key -> {
          go.await();
          return "one";
        });
    try (Lease lease = cache.lease()) {
      assertEquals(Answer.LATE, cache.get("a", 0, lease));
      assertEquals(Answer.LATE, cache.get("a", 1_000_000, lease));
      go.countDown();
      await(() -> cache.get("a", 0, lease).isHeld() || (!tiers.contains("near") && loaded(cache)));
      assertEquals(Answer.FRESH, cache.get("a", TimeUnit.SECONDS.toNanos(10), lease));
      assertEquals("one", lease.decode(Codec.text()));
    }
    assertEquals(1, cache.statistics().loads());
  }

  @Test
  void shouldComeUpFromBelowAfterAReopen() {
    TieredCache<String, String> cache = texts(null);
    cache.put("a", "one");
    cache = reopened(cache);
    assertEquals(isDurable() ? "one" : null, cache.get("a"));
    if (isDurable() && tiers.contains("near")) {
      assertEquals("one", cache.get("a"));
      assertEquals(1, cache.statistics().tier("near").hits());
    }
  }

  @Test
  void shouldKeepItsLaws() {
    AtomicInteger loads = new AtomicInteger();
    TieredCache<String, String> cache = texts(key -> "load " + loads.incrementAndGet());
    for (int i = 0; i < 1000; i++) {
      cache.get("key " + i % 37);
      if (i % 10 == 0) {
        cache.invalidate("key " + i % 7);
      }
    }
    CacheStatistics statistics = cache.statistics();
    TierStatistics above = null;
    for (TierStatistics tier : statistics.tiers()) {
      assertEquals(tier.lookups(), tier.hits() + tier.misses(), tier.tier());
      if (above != null) {
        assertEquals(above.misses(), tier.lookups(), tier.tier());
      }
      above = tier;
    }
    assertNotNull(above);
    assertEquals(above.misses(), statistics.loads());
    assertEquals(loads.get(), statistics.loads());
    assertEquals(Map.of(), errors.counts());
  }

  @Test
  void shouldCompressWhatGetsSmallerAndReportIt() {
    TieredCache<String, byte[]> cache = open(CacheSpec.of(name, Codec.text(), Codec.bytes()));
    byte[] noise = new byte[4096];
    new Random(5).nextBytes(noise);
    cache.put("zeros", new byte[4096]);
    cache.put("noise", noise);
    CacheStatistics.Compression compression = cache.statistics().compression();
    if (tiers.equals("near")) {
      assertEquals(new CacheStatistics.Compression(0, 0, 0, 0), compression);
    } else {
      assertEquals(
          new CacheStatistics.Compression(2, 1, 8192, compression.bytesAfter()), compression);
      assertEquals(4096, (double) compression.bytesAfter(), 100);
      cache = reopened(cache, Codec.bytes());
    }
    assertArrayEquals(new byte[4096], cache.get("zeros"));
    assertArrayEquals(noise, cache.get("noise"));
  }

  @Test
  void shouldTakeABrokenEntryForAMissAndSaySo() {
    List<String> names = Arrays.stream(tiers.split(", ")).filter(t -> !t.equals("near")).toList();
    for (String below : names) {
      TieredCache<String, String> cache = texts(null);
      cache.put("a", "one");
      cache.close();
      CacheTier tier = Objects.requireNonNull(providers().get(below)).get();
      tier.open(new TierContext(name, NfcsConfig.parse("test", sections()), now::get, now::get));
      tier.forEach((key, frame) -> {
        frame[frame.length - 1] ^= 1;
        tier.store(key, frame, EntryTimes.NEVER);
      });
      cache = texts(null);
      assertEquals(names.size() > 1 ? "one" : null, cache.get("a"));
      if (names.getFirst().equals(below)) {
        assertEquals(1, cache.statistics().tier(below).corrupt());
        assertEquals(1, errors.counts().size(), errors.counts()::toString);
      }
      cache.clear();
      cache.close();
    }
  }

  @Test
  void shouldTellKeysApartThatReadAlike() {
    record Pair(String first, String second) {}
    TieredCache<Pair, String> cache =
        open(CacheSpec.of(name, Codec.record(Pair.class), Codec.text()));
    cache.put(new Pair("a|b", ""), "one");
    cache.put(new Pair("a", "|b"), "two");
    cache.put(new Pair("a", "b"), "three");
    assertEquals("one", cache.get(new Pair("a|b", "")));
    assertEquals("two", cache.get(new Pair("a", "|b")));
    assertEquals("three", cache.get(new Pair("a", "b")));
  }

  @Test
  void shouldTellTextsApartThatAreCutInsideASurrogatePair() {
    TieredCache<String, String> cache = texts(null);
    List<String> keys = List.of("dog \ud83d", "dog \ud83c", "dog ?", "\udc36", "\ud83d\udc36");
    keys.forEach(key -> cache.put(key, "of " + key));
    TieredCache<String, String> again = isDurable() ? reopened(cache) : cache;
    for (String key : keys) {
      assertEquals("of " + key, again.get(key));
    }
    assertEquals(Set.copyOf(keys), Set.copyOf(again.keys()));
    assertTrue(again.invalidate("dog \ud83d"));
    assertNull(again.get("dog \ud83d"));
    assertEquals("of dog \ud83c", again.get("dog \ud83c"));
    assertEquals("of dog ?", again.get("dog ?"));
    assertEquals(1, again.invalidateMatching("dog \ud83c"));
    assertEquals("of dog ?", again.get("dog ?"));
    again.clear();
  }

  @Test
  void shouldRefuseATagThatOthersCouldNotBeTold() {
    TieredCache<String, String> cache = texts(null);
    cache.put("a", "one");
    List<String> tags = List.of("tag \ud83d");
    assertThrows(
        IllegalArgumentException.class, () -> cache.put("a", "two", Duration.ofHours(1), tags));
    assertThrows(IllegalArgumentException.class, () -> cache.invalidateTag(tags.getFirst()));
    assertEquals("one", cache.get("a"));
  }

  @Test
  void shouldKeepWhatHasCenturiesToLive() {
    for (String jitter : List.of("0", "0.5")) {
      settings = "ttl_jitter: " + jitter;
      TieredCache<String, String> cache = texts(null);
      Map<String, Duration> lives =
          Map.of(
              "146 years", Duration.ofDays(53_300),
              "240 years", Duration.ofDays(87_600),
              "292 years", Duration.ofDays(106_700),
              "1000 years", Duration.ofDays(365_000),
              "days", Duration.ofDays(Integer.MAX_VALUE),
              "nanoseconds", Duration.ofNanos(Long.MAX_VALUE),
              "milliseconds", Duration.ofMillis(Long.MAX_VALUE).minusNanos(1),
              "for ever", Duration.ofSeconds(Long.MAX_VALUE, 999_999_999));
      lives.forEach((key, live) -> cache.put(key, key, live, List.of()));
      pass(HOUR);
      lives.keySet().forEach(key -> assertEquals(key, cache.get(key)));
      TieredCache<String, String> again = isDurable() ? reopened(cache) : cache;
      pass(HOUR);
      lives.keySet().forEach(key -> assertEquals(key, again.get(key)));
      again.clear();
      again.close();
    }
  }

  @Test
  void shouldTakeEveryTimeThatTheSettingsMayHave() {
    long most = 1_000_000_000_000_000L;
    settings =
        "ttl_millis: %d, stale_millis: %d, negative_ttl_millis: %d".formatted(most, most, most);
    AtomicInteger loads = new AtomicInteger();
    TieredCache<String, String> cache =
        texts(key -> loads.incrementAndGet() > 0 && key.equals("none") ? null : key);
    cache.put("put", "put");
    for (int hour = 0; hour < 3; hour++) {
      assertEquals("put", cache.get("put"));
      assertEquals("loaded", cache.get("loaded"));
      assertNull(cache.get("none"));
      try (Lease lease = cache.lease()) {
        assertEquals(Answer.FRESH, cache.get("put", Long.MAX_VALUE, lease));
        assertEquals(Answer.FRESH, cache.get("loaded", Long.MAX_VALUE, lease));
      }
      pass(HOUR);
    }
    assertEquals(2, loads.get());
  }

  @Test
  void shouldRefuseALoaderThatAsksForWhatItLoads() {
    List<TieredCache<String, String>> self = new ArrayList<>();
    TieredCache<String, String> cache = texts(key -> self.getFirst().get(key));
    self.add(cache);
    CacheException failure = assertThrows(CacheException.class, () -> cache.get("a"));
    assertTrue(String.valueOf(failure.getMessage()).contains("would wait for itself"));
  }

  @Test
  void shouldLetALoaderAskForOtherKeys() {
    List<TieredCache<String, String>> self = new ArrayList<>();
    TieredCache<String, String> cache =
        texts(key -> key.isEmpty() ? "" : self.getFirst().get(key.substring(1)) + key.charAt(0));
    self.add(cache);
    assertEquals("cba", cache.get("abc"));
    assertEquals("cb", cache.get("bc"));
    assertEquals(4, cache.statistics().loads());
  }

  @Test
  void shouldKeepTheInterruptOfALoader() {
    TieredCache<String, String> cache =
        texts(key -> {
          throw new InterruptedException("while it waited");
        });
    assertThrows(CacheException.class, () -> cache.get("a"));
    assertTrue(Thread.interrupted());
  }

  @Test
  void shouldDoWhatAnInterruptedThreadAsks() {
    TieredCache<String, String> cache = texts(null);
    Thread.currentThread().interrupt();
    cache.put("a", "one", Duration.ofHours(1), List.of("red"));
    assertEquals("one", cache.get("a"));
    cache.invalidateTag("red");
    assertNull(cache.get("a"));
    assertTrue(Thread.interrupted());
    assertEquals(Map.of(), errors.counts());
  }

  @Test
  void shouldShowNothingOfAnotherVersion() {
    TieredCache<String, String> cache = texts(null);
    cache.put("a", "one");
    cache.close();
    TieredCache<String, Long> numbers = open(CacheSpec.of(name, Codec.text(), Codec.number()));
    assertEquals(List.of(), numbers.keys());
    assertNull(numbers.get("a"));
    numbers.put("b", 2L);
    assertEquals(List.of("b"), numbers.keys());
    assertEquals(1, numbers.invalidateMatching("*"));
    assertEquals(Map.of(), errors.counts());
  }

  private boolean loaded(TieredCache<?, ?> cache) {
    return cache.statistics().loads() == 1;
  }

  private boolean isDurable() {
    // the volatile region lives as long as the node, which a reopened cache still has
    return !tiers.equals("near");
  }

  private TieredCache<String, String> texts(@Nullable Loader<String, String> loader) {
    CacheSpec<String, String> spec = CacheSpec.of(name, Codec.text(), Codec.text());
    return open(loader == null ? spec : spec.loader(loader));
  }

  private <K, V> TieredCache<K, V> open(CacheSpec<K, V> spec) {
    NfcsConfig config =
        NfcsConfig.parse(
            "test",
            "cache: {tiers: [%s], near_bytes: 16MiB, slab_bytes: 1MiB, compression_bytes: 0, %s}\n%s"
                .formatted(tiers, settings, sections()));
    Caches caches =
        new Caches(
            new Caches.Context(config)
                .tiers(providers())
                .registers(node()::register)
                .clocks(now::get, () -> EPOCH_NANOS + now.get())
                .errors(errors));
    opened.add(caches);
    return caches.open(spec);
  }

  private TieredCache<String, String> reopened(TieredCache<String, String> cache) {
    return reopened(cache, Codec.text());
  }

  private <V> TieredCache<String, V> reopened(TieredCache<String, V> cache, Codec<V> values) {
    cache.close();
    return open(CacheSpec.of(cache.name(), Codec.text(), values).loader(key -> null));
  }

  private void pass(long nanos) {
    now.addAndGet(nanos);
    opened.forEach(Caches::maintain);
  }

  private static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      assertFalse(Thread.currentThread().isInterrupted(), "never came");
      Thread.onSpinWait();
    }
  }

  /** Returns the node that all share. */
  protected static IgniteNode node() {
    if (node == null) {
      throw new IllegalStateException("no node");
    }
    return node;
  }
}
