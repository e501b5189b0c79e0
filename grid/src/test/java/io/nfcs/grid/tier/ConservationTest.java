package io.nfcs.grid.tier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.cache.Lease;
import io.nfcs.cache.Loader;
import io.nfcs.cache.TieredCache;
import io.nfcs.tier.CacheKey;
import io.nfcs.tier.CacheTier;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The laws of a cache's counters: kept by every operation, and broken by any wrong count. */
@Timeout(60)
class ConservationTest {
  private static final long LONG = 10_000_000_000L;

  private final List<FetchFixture> opened = new ArrayList<>();

  @AfterEach
  void close() {
    opened.forEach(FetchFixture::close);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void shouldTellOfEveryCountThatIsWrong(int depth) throws Exception {
    TieredCache<String, String> cache = open(depth, "", key -> "v" + key);
    use(cache);
    assertEquals(Map.of(), FlightTest.residues(cache));
    Map<String, LongAdder> counts = counts(cache, depth);
    assertEquals(17 + 5 * depth, counts.size());
    for (Map.Entry<String, LongAdder> count : counts.entrySet()) {
      for (int by : new int[] {1, -1}) {
        count.getValue().add(by);
        assertNotEquals(Map.of(), FlightTest.residues(cache), count.getKey());
        count.getValue().add(-by);
        assertEquals(Map.of(), FlightTest.residues(cache), count.getKey());
      }
    }
  }

  /** A surplus of one tier does not make up for a deficit of another. */
  @Test
  void shouldTellOfTiersOneByOne() throws Exception {
    TieredCache<String, String> cache = open(2, "", key -> "v" + key);
    use(cache);
    Map<String, LongAdder> counts = counts(cache, 2);
    Objects.requireNonNull(counts.get("tier 0 hits")).increment();
    Objects.requireNonNull(counts.get("tier 1 hits")).decrement();
    assertEquals(Map.of("tier0", -1L, "tier1", 1L), FlightTest.residues(cache));
  }

  /** The keys that wait for the loader of the first are on their way, however long it takes. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void shouldCountKeysThatWaitForTheirTurn(int depth) throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch loading = new CountDownLatch(1);
    TieredCache<String, String> cache =
        open(
            depth,
            "",
            key -> {
              loading.countDown();
              go.await();
              return key;
            });
    FetchFixture fixture = opened.getLast();
    FutureTask<Map<String, String>> all =
        fixture.start(() -> cache.getAll(List.of("1", "2", "3", "4")));
    loading.await();
    assertEquals(Map.of(), FlightTest.residues(cache));
    FutureTask<@Nullable String> joined = fixture.start(() -> cache.get("3"));
    FutureTask<Map<String, String>> more = fixture.start(() -> cache.getAll(List.of("4", "5")));
    assertEquals(Map.of(), FlightTest.residues(cache));
    go.countDown();
    assertEquals(4, all.get().size());
    assertEquals("3", joined.get());
    assertEquals(2, more.get().size());
    assertEquals(Map.of(), FlightTest.residues(cache));
    assertEquals(5, cache.statistics().loads());
  }

  @Test
  void shouldCountALoadOnceWhileItIsKept() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch storing = new CountDownLatch(1);
    CacheTier slow =
        new FetchFixture.HeapTier("slow") {
          @Override
          public void store(CacheKey key, byte[] frame, long liveMillis) {
            storing.countDown();
            await(go);
            super.store(key, frame, liveMillis);
          }
        };
    TieredCache<String, String> cache = open("", Map.of("slow", () -> slow), key -> key);
    FutureTask<@Nullable String> one = opened.getLast().start(() -> cache.get("1"));
    storing.await();
    assertEquals(Map.of(), FlightTest.residues(cache));
    go.countDown();
    assertEquals("1", one.get());
    assertEquals(Map.of(), FlightTest.residues(cache));
  }

  /** Near is asked for one key after the other, and no flight begins before the last. */
  @Test
  void shouldCountKeysThatAreGathered() throws Exception {
    TieredCache<String, String> cache = open(1, "", key -> key);
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch gathering = new CountDownLatch(1);
    List<String> keys =
        new ArrayList<>(List.of("1", "2", "3")) {
          @Override
          public Iterator<String> iterator() {
            return Stream.concat(
                    stream(),
                    Stream.of("4")
                        .peek(last -> {
                          gathering.countDown();
                          await(go);
                        }))
                .iterator();
          }
        };
    FutureTask<Map<String, String>> all = opened.getLast().start(() -> cache.getAll(keys));
    gathering.await();
    assertEquals(3, cache.statistics().tier("near").misses());
    assertEquals(Map.of(), FlightTest.residues(cache));
    go.countDown();
    assertEquals(4, all.get().size());
    assertEquals(Map.of(), FlightTest.residues(cache));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void shouldCountKeysThatAnErrorKeepsFromBeingLookedFor(int broken) throws Exception {
    AtomicBoolean isBroken = new AtomicBoolean(true);
    Map<String, Supplier<CacheTier>> tiers = new LinkedHashMap<>();
    for (int i = 0; i < 3; i++) {
      int depth = i;
      tiers.put(
          "tier" + i,
          () ->
              new FetchFixture.HeapTier("tier" + depth) {
                @Override
                public byte @Nullable [] find(CacheKey key) {
                  if (depth == broken && isBroken.get()) {
                    throw new AssertionError("on purpose");
                  }
                  return super.find(key);
                }
              });
    }
    TieredCache<String, String> cache = open("", tiers, key -> "v" + key);
    assertThrows(AssertionError.class, () -> cache.get("a"));
    assertThrows(AssertionError.class, () -> cache.getAll(List.of("a", "b", "c")));
    assertEquals(Map.of(), FlightTest.residues(cache));
    isBroken.set(false);
    use(cache);
    assertEquals("va", cache.get("a"));
    assertEquals(Map.of(), FlightTest.residues(cache));
  }

  @Test
  void shouldHoldWhileManyThreadsAsk() throws Exception {
    TieredCache<String, String> cache =
        open(2, ", ttl_millis: 1000, refresh_ahead: 0.5", key -> key);
    FetchFixture fixture = opened.getLast();
    AtomicBoolean isOver = new AtomicBoolean();
    List<FutureTask<Boolean>> tasks = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      int first = i;
      tasks.add(
          fixture.start(() -> {
            for (int round = first; !isOver.get(); round++) {
              ask(cache, round);
            }
            return true;
          }));
    }
    Map<String, Integer> inARow = new TreeMap<>();
    int longest = 0;
    for (int look = 0; look < 300; look++) {
      Map<String, Long> residues = FlightTest.residues(cache);
      inARow.keySet().retainAll(residues.keySet());
      residues.keySet().forEach(law -> inARow.merge(law, 1, Integer::sum));
      longest = Math.max(longest, inARow.values().stream().max(Integer::compare).orElse(0));
    }
    isOver.set(true);
    for (FutureTask<Boolean> task : tasks) {
      assertTrue(task.get());
    }
    // the alert needs ten seconds of them, with a look each second
    assertTrue(longest < 10, "not kept at " + longest + " looks in a row");
    assertEquals(Map.of(), FlightTest.residues(cache));
  }

  private static void ask(TieredCache<String, String> cache, int round) {
    String key = Integer.toString(round % 500);
    cache.get(key);
    cache.getAll(List.of(key, key + "a", key + "b", key + "c"));
    try (Lease lease = cache.lease()) {
      cache.get(key + "d", lease);
      cache.get(key + "e", LONG, lease);
    }
    if (round % 7 == 0) {
      cache.invalidate(key + "a");
    }
  }

  private static void use(TieredCache<String, String> cache) {
    for (int round = 0; round < 20; round++) {
      ask(cache, round);
    }
    cache.put("p", "put");
    assertEquals("put", cache.get("p"));
    cache.putAbsent("n");
    assertNull(cache.get("n"));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private TieredCache<String, String> open(
      int depth, String settings, Loader<String, String> loader) {
    Map<String, Supplier<CacheTier>> tiers = new LinkedHashMap<>();
    for (int i = 0; i < depth; i++) {
      String name = "tier" + i;
      tiers.put(name, () -> new FetchFixture.HeapTier(name));
    }
    return open(settings, tiers, loader);
  }

  private TieredCache<String, String> open(
      String settings, Map<String, Supplier<CacheTier>> tiers, Loader<String, String> loader) {
    FetchFixture fixture = new FetchFixture(settings, tiers);
    opened.add(fixture);
    return fixture.open("c", loader);
  }

  /** Returns every counter that is part of a law, by its name. */
  private static Map<String, LongAdder> counts(TieredCache<?, ?> cache, int depth)
      throws ReflectiveOperationException {
    Map<String, LongAdder> counts = new LinkedHashMap<>();
    Fetch.Course<?, ?> course = (Fetch.Course<?, ?>) read(cache, ChainCache.class, "course");
    add(counts, "", course.counts(), field -> true);
    List<String> names = List.of("lookups", "hits", "misses", "underWay", "brokenOff");
    for (int i = 0; i < depth; i++) {
      add(counts, "tier " + i + " ", course.tiers().below().get(i).counts(), names::contains);
    }
    return counts;
  }

  private static void add(
      Map<String, LongAdder> counts, String prefix, Object owner, Predicate<String> wanted)
      throws ReflectiveOperationException {
    for (Field field : owner.getClass().getDeclaredFields()) {
      if (field.getType() == LongAdder.class && wanted.test(field.getName())) {
        field.setAccessible(true);
        counts.put(prefix + field.getName(), (LongAdder) field.get(owner));
      }
    }
  }

  private static Object read(Object owner, Class<?> type, String name)
      throws ReflectiveOperationException {
    Field field = type.getDeclaredField(name);
    field.setAccessible(true);
    return Objects.requireNonNull(field.get(owner), Arrays.toString(type.getDeclaredFields()));
  }
}
