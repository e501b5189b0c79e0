package io.nfcs.grid.tier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.cache.Answer;
import io.nfcs.cache.CacheException;
import io.nfcs.cache.CacheSpec;
import io.nfcs.cache.Lease;
import io.nfcs.cache.Loader;
import io.nfcs.cache.TickThread;
import io.nfcs.cache.TieredCache;
import io.nfcs.codec.Codec;
import io.nfcs.tier.CacheKey;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Ends of fetches: every one ends, whatever a loader does, and no caller waits for a value that
 * cannot come.
 */
@Timeout(30)
class FlightTest {
  private static final long LONG = TimeUnit.SECONDS.toNanos(20);

  private final List<FetchFixture> opened = new ArrayList<>();
  private FetchFixture fixture = fixture("");

  private FetchFixture fixture(String settings) {
    FetchFixture fresh = new FetchFixture(settings);
    opened.add(fresh);
    return fresh;
  }

  @AfterEach
  void close() {
    opened.forEach(FetchFixture::close);
  }

  /** Returns errors to be thrown once at each call of a caller's code. */
  private static List<Supplier<Throwable>> throwables() {
    return List.of(
        () -> new NoClassDefFoundError("org/example/Missing"),
        AssertionError::new,
        OutOfMemoryError::new,
        StackOverflowError::new,
        () -> new IOException("as if it were not checked"),
        InterruptedException::new,
        IllegalStateException::new,
        () -> new Throwable("neither error nor exception"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"get", "getAll", "getAll2", "budget", "lease"})
  void shouldLandWhateverTheLoaderThrows(String way) throws Exception {
    int number = 0;
    for (Supplier<Throwable> throwable : throwables()) {
      AtomicBoolean isBroken = new AtomicBoolean(true);
      TieredCache<String, String> cache =
          fixture.open(
              "c" + number++,
              key -> {
                if (key.equals("1") && isBroken.get()) {
                  throw FlightTest.<RuntimeException>sneaky(throwable.get());
                }
                return "v" + key;
              });
      ask(cache, way);
      Thread.interrupted();
      isBroken.set(false);
      for (String key : List.of("1", "2", "3")) {
        assertEquals("v" + key, fixture.start(() -> cache.get(key)).get(), way + throwable.get());
      }
      assertEquals(Map.of("1", "v1", "2", "v2"), cache.getAll(List.of("1", "2")));
    }
  }

  @Test
  void shouldLandWhateverACodecOrAFunctionOfTagsThrows() throws Exception {
    int number = 0;
    for (Supplier<Throwable> throwable : throwables()) {
      for (String where : List.of("encode", "size", "tags", "key", "key size")) {
        AtomicBoolean isBroken = new AtomicBoolean(true);
        Runnable breaks =
            () -> {
              if (isBroken.get()) {
                throw FlightTest.<RuntimeException>sneaky(throwable.get());
              }
            };
        Loader<String, String> loader = key -> "v" + key;
        TieredCache<String, String> cache =
            fixture.caches.open(
                CacheSpec.of(
                        "c" + number++,
                        breaking(where.equals("key"), where.equals("key size"), "1", breaks),
                        breaking(where.equals("encode"), where.equals("size"), "v1", breaks))
                    .loader(loader)
                    .tags((key, value) -> {
                      if (where.equals("tags") && key.equals("1")) {
                        breaks.run();
                      }
                      return List.of("t");
                    }));
        for (String way : List.of("get", "getAll", "getAll2", "budget", "lease")) {
          ask(cache, way);
          Thread.interrupted();
        }
        isBroken.set(false);
        for (String key : List.of("1", "2", "3")) {
          assertEquals("v" + key, fixture.start(() -> cache.get(key)).get(), where);
        }
        assertEquals(Map.of(), Map.copyOf(residues(cache)), () -> where + throwable.get());
        cache.close();
      }
    }
  }

  @Test
  void shouldThrowAnErrorAsItIsToWhoCalledTheLoader() {
    TieredCache<String, String> cache =
        fixture.open(
            "c",
            key -> {
              throw new NoClassDefFoundError("org/example/Missing");
            });
    assertThrows(NoClassDefFoundError.class, () -> cache.get("1"));
    assertThrows(NoClassDefFoundError.class, () -> cache.getAll(List.of("1", "2")));
    assertEquals(3, cache.statistics().loadFailures());
  }

  @Test
  void shouldLandWhereTheStackIsFull() throws Exception {
    AtomicReference<@Nullable TieredCache<String, String>> self = new AtomicReference<>();
    AtomicBoolean isEndless = new AtomicBoolean(true);
    TieredCache<String, String> cache =
        fixture.open(
            "c",
            key -> isEndless.get() ? get(self, Integer.toString(Integer.parseInt(key) + 1)) : key);
    self.set(cache);
    // begun at another depth each time, so that the stack ends elsewhere
    for (int i = 0; i < 8; i++) {
      String first = Integer.toString(100_000 * i);
      int frames = 37 * i;
      assertThrows(Throwable.class, () -> deeper(frames, () -> cache.get(first)));
    }
    isEndless.set(false);
    FutureTask<Boolean> others =
        fixture.start(() -> {
          for (int i = 0; i < 8; i++) {
            for (int k = 0; k < 3000; k++) {
              String key = Integer.toString(100_000 * i + k);
              assertEquals(key, cache.get(key));
            }
          }
          return true;
        });
    assertTrue(others.get());
  }

  @Test
  void shouldLoadAgainInTheBackgroundAfterALoadThereThrewAnError() throws Exception {
    FetchFixture own = fixture(", refresh_ahead: 0.5");
    AtomicInteger loads = new AtomicInteger();
    TieredCache<String, String> cache =
        own.open(
            "c",
            key -> {
              if (loads.incrementAndGet() == 2) {
                throw new AssertionError("once");
              }
              return "load " + loads.get();
            });
    assertEquals("load 1", cache.get("a"));
    own.now.addAndGet(TimeUnit.MINUTES.toNanos(31));
    own.caches.maintain();
    assertEquals("load 1", cache.get("a"));
    while (cache.statistics().loadFailures() == 0) {
      Thread.onSpinWait();
    }
    while (cache.statistics().refreshes() == 0) {
      assertNotNull(cache.get("a"));
    }
    assertNotEquals("load 1", cache.get("a"));
  }

  @Test
  void shouldMakeAValueFromAnotherOfTheSameCall() {
    TieredCache<String, String> cache = dependent(Map.of("total", "price"), key -> {});
    assertEquals(
        Map.of("total", "total(price)", "price", "price"), cache.getAll(List.of("total", "price")));
    assertEquals(2, cache.statistics().loads());
    assertEquals(Map.of(), residues(cache));
  }

  @Test
  void shouldFlyWhatOthersHaveNotBegun() throws Exception {
    CountDownLatch both = new CountDownLatch(2);
    TieredCache<String, String> cache =
        dependent(
            Map.of("x", "z", "z", "y"),
            key -> {
              if (key.equals("x") || key.equals("z")) {
                both.countDown();
                both.await();
              }
            });
    FutureTask<Map<String, String>> a = fixture.start(() -> cache.getAll(List.of("x", "y")));
    FutureTask<Map<String, String>> b = fixture.start(() -> cache.getAll(List.of("z", "w")));
    assertEquals(Map.of("x", "x(z(y))", "y", "y"), a.get());
    assertEquals(Map.of("z", "z(y)", "w", "w"), b.get());
    assertEquals(4, cache.statistics().loads());
    assertEquals(Map.of(), residues(cache));
  }

  /** An invalidation overtakes only what it finds. */
  @Test
  void shouldKeepNothingOfAFlightThatWasLeftToThoseWhoWait() throws Exception {
    Flights flights = new Flights("c");
    Flight left =
        new Flight(flights, new CacheKey(1, 2), 0) {
          @Override
          Found fly() {
            return Found.NOTHING;
          }

          @Override
          void ended() {}

          @Override
          void landed() {}

          @Override
          protected String what() {
            return "a key";
          }
        };
    assertEquals(left, flights.join(left));
    left.abandon();
    assertEquals(List.of(), flights.keys());
    left.await();
    assertEquals(Found.NOTHING, left.found());
    assertTrue(left.isOvertaken());
  }

  @Test
  void shouldFlyWhatIsLeftByWhoLooksBelow() throws Exception {
    CountDownLatch looking = new CountDownLatch(1);
    AtomicReference<@Nullable Thread> first = new AtomicReference<>();
    FetchFixture.HeapTier below =
        new FetchFixture.HeapTier("below") {
          @Override
          public List<byte @Nullable []> findAll(List<CacheKey> keys) {
            looking.countDown();
            FetchFixture.awaitWaiting(Objects.requireNonNull(first.get()));
            return super.findAll(keys);
          }
        };
    FetchFixture own = new FetchFixture("", Map.of("below", () -> below));
    opened.add(own);
    AtomicReference<@Nullable TieredCache<String, String>> self = new AtomicReference<>();
    CountDownLatch begun = new CountDownLatch(1);
    TieredCache<String, String> cache =
        own.open(
            "c",
            key -> {
              if (key.equals("x")) {
                begun.countDown();
                looking.await();
                return "x(" + get(self, "z") + ")";
              }
              return key.equals("w") ? "w(" + get(self, "x") + ")" : key;
            });
    self.set(cache);
    FutureTask<@Nullable String> a = own.start(() -> cache.get("x"));
    first.set(own.thread());
    begun.await();
    // w is flown first and needs x, which needs z of the same call
    FutureTask<Map<String, String>> b = own.start(() -> cache.getAll(List.of("w", "z")));
    assertEquals("x(z)", a.get());
    assertEquals(Map.of("w", "w(x(z))", "z", "z"), b.get());
    assertEquals(3, cache.statistics().loads());
    assertEquals(Map.of(), residues(cache));
  }

  @Test
  void shouldNameTheKeysOfACircle() {
    TieredCache<String, String> cache =
        dependent(Map.of("a", "b", "b", "c", "c", "a", "self", "self"), key -> {});
    assertTrue(
        message(() -> cache.get("a"))
            .endsWith(
                "key c of cache c would wait for itself: key a of cache c"
                    + " -> key b of cache c -> key c of cache c -> key a of cache c"));
    assertTrue(
        message(() -> cache.getAll(List.of("self")))
            .endsWith(
                "key self of cache c would wait for itself: key self of cache c"
                    + " -> key self of cache c"));
    assertThrows(CacheException.class, () -> cache.getAll(List.of("c", "b", "a")));
    assertEquals(Map.of(), residues(cache));
  }

  @Test
  void shouldFindACircleOfSeveralThreadsAndCaches() throws Exception {
    CountDownLatch all = new CountDownLatch(3);
    List<TieredCache<String, String>> caches = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      int next = (i + 1) % 3;
      caches.add(
          fixture.open(
              "c" + i,
              key -> {
                all.countDown();
                all.await();
                return caches.get(next).get("k" + next) + key;
              }));
    }
    List<FutureTask<@Nullable String>> answers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      int own = i;
      answers.add(fixture.start(() -> caches.get(own).get("k" + own)));
    }
    for (FutureTask<@Nullable String> answer : answers) {
      ExecutionException failure = assertThrows(ExecutionException.class, answer::get);
      String message = String.valueOf(failure.getMessage());
      assertTrue(message.contains("would wait for itself"), message);
      assertTrue(message.contains("key k0 of cache c0 -> key k1 of cache c1"), message);
    }
  }

  @Test
  void shouldNotKeepThreadsThatWaitFromFetching() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    TieredCache<String, String> cache =
        dependent(
            Map.of("a", "slow", "b", "slow", "c", "slow"),
            key -> {
              if (key.equals("slow")) {
                go.await();
              }
            });
    FutureTask<@Nullable String> slow = fixture.start(() -> cache.get("slow"));
    FetchFixture.awaitWaiting(fixture.thread());
    try (Lease lease = cache.lease()) {
      for (String key : List.of("a", "b", "c")) {
        assertEquals(Answer.LATE, cache.get(key, 0, lease));
      }
      assertEquals(Answer.FRESH, cache.get("unrelated", LONG, lease));
      go.countDown();
      assertEquals("slow", slow.get());
      for (String key : List.of("a", "b", "c")) {
        assertEquals(Answer.FRESH, cache.get(key, LONG, lease));
      }
    }
    assertEquals(5, cache.statistics().loads());
  }

  @Test
  void shouldFetchChainsThatAreLongerThanThePool() {
    TieredCache<String, String> cache =
        dependent(Map.of("1", "2", "2", "3", "3", "4", "4", "5"), key -> {});
    try (Lease lease = cache.lease()) {
      for (String key : List.of("1", "2", "3", "4", "5")) {
        cache.get(key, 0, lease);
      }
      assertEquals(Answer.FRESH, cache.get("1", LONG, lease));
      assertEquals("1(2(3(4(5))))", lease.decode(Codec.text()));
    }
    assertEquals(5, cache.statistics().loads());
  }

  @Test
  void shouldAnswerACircleInTheBackgroundAsFailed() {
    TieredCache<String, String> cache = dependent(Map.of("a", "b", "b", "a"), key -> {});
    try (Lease lease = cache.lease()) {
      assertEquals(Answer.FAILED, cache.get("a", LONG, lease));
      assertEquals(Answer.FRESH, cache.get("c", LONG, lease));
    }
  }

  @Test
  void shouldTellOthersThatWaitForAKeyThatFails() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    TieredCache<String, String> cache =
        dependent(
            Map.of("a", "bad"),
            key -> {
              if (key.equals("bad")) {
                go.await();
                throw new IOException("the source is away");
              }
            });
    FutureTask<@Nullable String> bad = fixture.start(() -> cache.get("bad"));
    FetchFixture.awaitWaiting(fixture.thread());
    FutureTask<Map<String, String>> a = fixture.start(() -> cache.getAll(List.of("a", "b")));
    FetchFixture.awaitWaiting(fixture.thread());
    go.countDown();
    assertInstanceOf(
        CacheException.class, assertThrows(ExecutionException.class, bad::get).getCause());
    assertInstanceOf(
        CacheException.class, assertThrows(ExecutionException.class, a::get).getCause());
    assertEquals("b", cache.get("b"));
  }

  @Test
  void shouldEndTheWaitOfAnInterruptedThreadOnly() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    TieredCache<String, String> cache = dependent(Map.of(), key -> go.await());
    FutureTask<@Nullable String> pilot = fixture.start(() -> cache.get("a"));
    FetchFixture.awaitWaiting(fixture.thread());
    FutureTask<Boolean> waiter =
        fixture.start(() -> {
          assertThrows(CacheException.class, () -> cache.get("a"));
          return Thread.currentThread().isInterrupted();
        });
    FetchFixture.awaitWaiting(fixture.thread());
    fixture.thread().interrupt();
    assertTrue(waiter.get());
    assertFalse(pilot.isDone());
    go.countDown();
    assertEquals("a", pilot.get());
  }

  @Test
  void shouldLoadForTheOthersWhenTheThreadThatLoadsIsInterrupted() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    AtomicInteger loads = new AtomicInteger();
    TieredCache<String, String> cache =
        dependent(
            Map.of(),
            key -> {
              if (loads.incrementAndGet() == 1) {
                go.await();
              }
            });
    FutureTask<Boolean> pilot =
        fixture.start(() -> {
          assertThrows(CacheException.class, () -> cache.get("a"));
          return Thread.currentThread().isInterrupted();
        });
    Thread first = fixture.thread();
    FetchFixture.awaitWaiting(first);
    FutureTask<@Nullable String> other = fixture.start(() -> cache.get("a"));
    FetchFixture.awaitWaiting(fixture.thread());
    FutureTask<Map<String, String>> third = fixture.start(() -> cache.getAll(List.of("a", "b")));
    FetchFixture.awaitWaiting(fixture.thread());
    first.interrupt();
    assertTrue(pilot.get(), "the flag is kept");
    assertEquals("a", other.get());
    assertEquals(Map.of("a", "a", "b", "b"), third.get());
    assertEquals(Map.of(), residues(cache));
  }

  @Test
  void shouldLoadByItselfOnATickWhatAnotherIsLateWith() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    AtomicInteger loads = new AtomicInteger();
    TieredCache<String, String> cache =
        dependent(
            Map.of("self", "self"),
            key -> {
              if (loads.incrementAndGet() == 1) {
                go.await();
              }
            });
    FutureTask<@Nullable String> pilot = fixture.start(() -> cache.get("a"));
    FetchFixture.awaitWaiting(fixture.thread());
    FutureTask<Map<String, String>> tick =
        new FutureTask<>(() -> {
          assertEquals("a", cache.get("a"));
          assertThrows(CacheException.class, () -> cache.get("self"));
          return cache.getAll(List.of("a", "b"));
        });
    Thread thread = new TickThread(tick, "tick");
    thread.start();
    assertEquals(Map.of("a", "a", "b", "b"), tick.get());
    assertFalse(pilot.isDone());
    go.countDown();
    assertEquals("a", pilot.get());
    assertEquals(Map.of(), residues(cache));
  }

  /** Returns a loader whose keys each need another one, or none. */
  private TieredCache<String, String> dependent(Map<String, String> needs, Step step) {
    AtomicReference<@Nullable TieredCache<String, String>> self = new AtomicReference<>();
    TieredCache<String, String> cache =
        fixture.open(
            "c",
            key -> {
              step.take(key);
              String of = needs.get(key);
              return of == null ? key : key + "(" + get(self, of) + ")";
            });
    self.set(cache);
    return cache;
  }

  private interface Step {
    void take(String key) throws Exception;
  }

  private static String get(
      AtomicReference<@Nullable TieredCache<String, String>> cache, String key) {
    String value = Objects.requireNonNull(cache.get()).get(key);
    assertNotNull(value);
    return value;
  }

  static Map<String, Long> residues(TieredCache<?, ?> cache) {
    Map<String, Long> residues = new TreeMap<>(cache.statistics().residues());
    residues.values().removeIf(residue -> residue == 0);
    return residues;
  }

  private static void ask(TieredCache<String, String> cache, String way) {
    try (Lease lease = cache.lease()) {
      switch (way) {
        case "get" -> cache.get("1");
        case "getAll" -> cache.getAll(List.of("1", "2", "3"));
        case "getAll2" -> cache.getAll(List.of("2", "3", "1"));
        case "budget" -> cache.get("1", LONG, lease);
        default -> cache.get("1", lease);
      }
    } catch (Throwable expected) {
      // only later look-ups matter
    }
  }

  private static Codec<String> breaking(
      boolean encode, boolean size, String what, Runnable breaks) {
    return new Codec<>() {
      @Override
      public String identity() {
        return "breaking";
      }

      @Override
      public long sizeBytes(String value) {
        if (size && value.equals(what)) {
          breaks.run();
        }
        return Codec.text().sizeBytes(value);
      }

      @Override
      public void encode(String value, MemorySegment target) {
        if (encode && value.equals(what)) {
          breaks.run();
        }
        Codec.text().encode(value, target);
      }

      @Override
      public String decode(MemorySegment source) {
        return Codec.text().decode(source);
      }
    };
  }

  private static String message(Executable call) {
    Throwable cause = assertThrows(CacheException.class, call);
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }

  private static int deeper(int frames, Runnable work) {
    if (frames == 0) {
      work.run();
      return 0;
    }
    return 1 + deeper(frames - 1, work);
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // it is not checked
  private static <T extends Throwable> T sneaky(Throwable throwable) throws T {
    throw (T) throwable;
  }
}
