package io.nfcs.grid.jcache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheLoaderException;
import javax.cache.integration.CacheWriter;
import javax.cache.integration.CompletionListenerFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ends of operations: every one ends, whatever a loader, a writer or a processor does. */
@Timeout(60)
class JCacheLoadTest {
  private final NfcsCachingProvider provider = new NfcsCachingProvider();
  private final CacheManager manager = provider.getCacheManager();
  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private final CountDownLatch never = new CountDownLatch(1);

  /** An action of a loader, a writer or a processor of a key. */
  private interface Step {
    @Nullable String take(String key) throws Exception;
  }

  private volatile Step onLoad = key -> key;
  private volatile Step onWrite = key -> key;
  private volatile Step onProcess = key -> key;
  private final Cache<String, String> cache = cache("c");

  @AfterEach
  void close() {
    never.countDown();
    threads.forEach(Thread::interrupt);
    provider.close();
  }

  /** More keys than there could be stripes without two of them on one. */
  @ParameterizedTest
  @ValueSource(strings = {"load", "loadAll", "write", "process"})
  void shouldNotWaitForAnUnrelatedKey(String way) throws Exception {
    Step others =
        key ->
            key.equals("a")
                ? start(
                        () -> {
                          for (int i = 0; i < 2000; i++) {
                            cache.put("b" + i, "v");
                            cache.get("c" + i);
                          }
                          cache.putAll(Map.of("d1", "v", "d2", "v"));
                          return "done";
                        })
                    .get()
                : key;
    use(way, others);
    ask(way, "a");
    assertEquals("c1999", cache.get("c1999"));
  }

  @Test
  void shouldNameTheKeysOfACircle() {
    Map<String, String> needs = Map.of("a", "b", "b", "c", "c", "a", "self", "self");
    onLoad = key -> cache.get(needs.getOrDefault(key, "d"));
    assertMessage(
        "key c of cache c would wait for itself: key a of cache c -> key b of cache c"
            + " -> key c of cache c -> key a of cache c",
        assertThrows(CacheException.class, () -> cache.get("a")));
    assertMessage(
        "key self of cache c would wait for itself: key self of cache c -> key self of cache c",
        assertThrows(CacheException.class, () -> cache.get("self")));
    onProcess = key -> cache.get("a");
    assertThrows(CacheException.class, () -> ask("process", "a"));
    assertThrows(CacheException.class, () -> ask("process", "z"));
    assertThrows(CacheException.class, () -> cache.getAll(Set.of("a", "b", "c")));
    onLoad = key -> key;
    assertEquals(Map.of("a", "a", "b", "b"), cache.getAll(Set.of("a", "b")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"load", "write", "process"})
  void shouldFindACircleOfSeveralThreads(String way) throws Exception {
    List<Cache<String, String>> caches = List.of(cache, cache("d"), cache("e"));
    CountDownLatch all = new CountDownLatch(3);
    use(
        way,
        key -> {
          all.countDown();
          all.await();
          int next = (Integer.parseInt(key) + 1) % 3;
          if (way.equals("load")) {
            caches.get(next).get(Integer.toString(next));
          } else {
            caches.get(next).remove(Integer.toString(next));
          }
          return key;
        });
    List<FutureTask<@Nullable String>> tasks = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      int own = i;
      tasks.add(start(() -> ask(way, caches.get(own), Integer.toString(own))));
    }
    List<Throwable> failures = new ArrayList<>();
    for (FutureTask<@Nullable String> task : tasks) {
      try {
        task.get();
      } catch (ExecutionException e) {
        failures.add(e.getCause());
      }
    }
    // where each value needs another there is none; where threads only met, all except one continue
    assertEquals(way.equals("load") ? 3 : 1, failures.size(), failures::toString);
    for (Throwable failure : failures) {
      assertInstanceOf(CacheException.class, failure);
      String message = String.valueOf(failure.getMessage());
      assertTrue(message.contains("would wait for itself"), message);
      for (String part : List.of("key 0 of cache c", "key 1 of cache d", "key 2 of cache e")) {
        assertTrue(message.contains(part), message);
      }
    }
  }

  @Test
  void shouldLoadWhatAnotherThreadIsToLoadOnce() throws Exception {
    AtomicInteger loads = new AtomicInteger();
    CountDownLatch go = new CountDownLatch(1);
    onLoad =
        key -> {
          loads.incrementAndGet();
          go.await();
          return "v" + key;
        };
    List<FutureTask<@Nullable String>> gets = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      gets.add(start(() -> cache.get("a")));
      awaitWaiting(threads.getLast());
    }
    go.countDown();
    for (FutureTask<@Nullable String> get : gets) {
      assertEquals("va", get.get());
    }
    assertEquals(1, loads.get());
  }

  @Test
  void shouldLetAThreadComeBackToItsKey() throws Exception {
    onProcess =
        key -> {
          assertNull(cache.getAndPut(key, "inner"));
          assertEquals("inner", cache.get(key));
          assertTrue(cache.remove(key));
          cache.putAll(Map.of(key, "again", "other", "v"));
          return cache.invoke(key, (entry, given) -> entry.getValue());
        };
    assertEquals("again", ask("process", "a"));
    onWrite = key -> cache.containsKey(key) ? cache.get(key) : null;
    cache.put("a", "b");
    onLoad =
        key -> {
          cache.put(key, "early");
          return key;
        };
    assertEquals("l", cache.get("l"));
    assertEquals("l", cache.get("l"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"load", "loadAll", "write", "process"})
  void shouldLeaveNothingLockedWhateverIsThrown(String way) throws Exception {
    List<Supplier<Throwable>> throwables =
        List.of(
            () -> new NoClassDefFoundError("org/example/Missing"),
            OutOfMemoryError::new,
            StackOverflowError::new,
            () -> new IOException("as if it were not checked"),
            IllegalStateException::new,
            () -> new Throwable("neither error nor exception"));
    for (Supplier<Throwable> throwable : throwables) {
      use(
          way,
          key -> {
            throw JCacheLoadTest.<RuntimeException>sneaky(throwable.get());
          });
      Throwable thrown = assertThrows(Throwable.class, () -> ask(way, "a"));
      if (throwable.get() instanceof Exception) {
        assertInstanceOf(CacheException.class, thrown);
      }
      use(way, key -> "v" + key);
      assertEquals("va", start(() -> ask(way, "a")).get());
      cache.removeAll();
    }
  }

  @Test
  void shouldLeaveNothingLockedWhereTheStackIsFull() throws Exception {
    AtomicBoolean isEndless = new AtomicBoolean(true);
    onLoad =
        key -> isEndless.get() ? cache.get(Integer.toString(Integer.parseInt(key) + 1)) : "v" + key;
    // begun at another depth each time, so that the stack ends elsewhere
    for (int i = 0; i < 8; i++) {
      String first = Integer.toString(100_000 * i);
      int frames = 37 * i;
      assertThrows(Throwable.class, () -> deeper(frames, () -> cache.get(first)));
    }
    isEndless.set(false);
    assertTrue(
        start(
                () -> {
                  for (int i = 0; i < 8; i++) {
                    for (int k = 0; k < 3000; k++) {
                      String key = Integer.toString(100_000 * i + k);
                      assertEquals("v" + key, cache.get(key));
                    }
                  }
                  return true;
                })
            .get());
  }

  @Test
  void shouldTellTheListenerOfWhateverIsThrown() throws Exception {
    for (Throwable thrown :
        List.of(new AssertionError("e"), new IOException("e"), new Throwable("e"))) {
      onLoad =
          key -> {
            throw JCacheLoadTest.<RuntimeException>sneaky(thrown);
          };
      CompletionListenerFuture told = new CompletionListenerFuture();
      cache.loadAll(Set.of("a"), true, told);
      CacheLoaderException failure =
          assertInstanceOf(
              CacheLoaderException.class,
              assertThrows(ExecutionException.class, told::get).getCause());
      assertEquals(thrown, failure.getCause());
    }
  }

  @Test
  void shouldTellTheListenerWhenTheCacheIsClosedMeanwhile() throws Exception {
    CountDownLatch loading = new CountDownLatch(2);
    onLoad =
        key -> {
          loading.countDown();
          never.await();
          return key;
        };
    CompletionListenerFuture first = new CompletionListenerFuture();
    CompletionListenerFuture second = new CompletionListenerFuture();
    cache.loadAll(Set.of("a"), true, first);
    cache.loadAll(Set.of("b"), true, second);
    loading.await();
    cache.close();
    for (CompletionListenerFuture told : List.of(first, second)) {
      assertEquals(
          "java.lang.IllegalStateException: cache c is closed",
          String.valueOf(assertThrows(ExecutionException.class, told::get).getCause()));
    }
  }

  @Test
  void shouldTellTheListenerOfALoadThatGetsNoThread() throws Exception {
    Loads<String> loads =
        new Loads<>(
            "c",
            work -> {
              throw new OutOfMemoryError("unable to create native thread");
            });
    CompletionListenerFuture told = new CompletionListenerFuture();
    loads.begin(Set.of("a"), () -> {}, told);
    assertThrows(ExecutionException.class, told::get);
    loads.close();
    CompletionListenerFuture late = new CompletionListenerFuture();
    loads.begin(Set.of("a"), () -> {}, late);
    assertThrows(ExecutionException.class, late::get);
  }

  @Test
  void shouldNotQueueALoadBehindOneThatWaitsForIt() throws Exception {
    CountDownLatch all = new CountDownLatch(8);
    onLoad =
        key -> {
          all.countDown();
          all.await();
          return key;
        };
    List<CompletionListenerFuture> told = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      told.add(new CompletionListenerFuture());
      cache.loadAll(Set.of("k" + i), true, told.getLast());
    }
    for (CompletionListenerFuture one : told) {
      one.get();
    }
    assertTrue(cache.containsKey("k7"));
  }

  @Test
  void shouldLoadAllWithinALoaderThatWaitsForIt() throws Exception {
    onLoad =
        key -> {
          if (key.equals("total")) {
            loadAll(cache, Set.of("price", "tax"));
            return cache.get("price") + cache.get("tax");
          }
          return key;
        };
    loadAll(cache, Set.of("total", "price"));
    assertEquals("pricetax", cache.get("total"));
    cache.removeAll();
    assertEquals("pricetax", cache.get("total"));
    onProcess =
        key -> {
          loadAll(cache, Set.of(key));
          return cache.get(key);
        };
    assertEquals("p", ask("process", "p"));
  }

  @Test
  void shouldNameTheKeysOfACircleOfLoads() {
    Cache<String, String> other = cache("other");
    onLoad =
        key -> {
          loadAll(key.equals("a") ? other : cache, Set.of(key.equals("a") ? "b" : "a"));
          return key;
        };
    assertMessage(
        "keys [b] of cache other would wait for itself: keys [a] of cache c"
            + " -> keys [b] of cache other -> keys [a] of cache c",
        assertThrows(CacheException.class, () -> loadAll(cache, Set.of("a"))));
  }

  @Test
  void shouldTellWhoWaitsForAKeyThatTheCacheIsClosed() throws Exception {
    CountDownLatch loading = new CountDownLatch(1);
    onLoad =
        key -> {
          loading.countDown();
          never.await();
          return key;
        };
    FutureTask<@Nullable String> pilot = start(() -> cache.get("a"));
    loading.await();
    List<FutureTask<?>> waiting = new ArrayList<>();
    waiting.add(start(() -> cache.get("a")));
    awaitWaiting(threads.getLast());
    waiting.add(start(() -> cache.putIfAbsent("a", "b")));
    awaitWaiting(threads.getLast());
    waiting.add(
        start(() -> {
          cache.removeAll(Set.of("z", "a"));
          return true;
        }));
    awaitWaiting(threads.getLast());
    cache.close();
    for (FutureTask<?> one : waiting) {
      assertEquals(
          "java.lang.IllegalStateException: cache c is closed",
          String.valueOf(assertThrows(ExecutionException.class, one::get).getCause()));
    }
    assertFalse(pilot.isDone());
    never.countDown();
    assertInstanceOf(
        IllegalStateException.class, assertThrows(ExecutionException.class, pilot::get).getCause());
  }

  @Test
  void shouldEndTheWaitOfAnInterruptedThreadOnly() throws Exception {
    CountDownLatch loading = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    onLoad =
        key -> {
          loading.countDown();
          go.await();
          return key;
        };
    FutureTask<@Nullable String> pilot = start(() -> cache.get("a"));
    loading.await();
    FutureTask<Boolean> waiter =
        start(() -> {
          assertThrows(CacheException.class, () -> cache.put("a", "b"));
          return Thread.currentThread().isInterrupted();
        });
    awaitWaiting(threads.getLast());
    threads.getLast().interrupt();
    assertTrue(waiter.get(), "the flag is kept");
    go.countDown();
    assertEquals("a", pilot.get());
    assertEquals("a", cache.get("a"));
  }

  @Test
  void shouldForgetKeysThatNobodyChanges() throws Exception {
    KeyLocks<String> locks = new KeyLocks<>("c");
    byte[] a = {1};
    byte[] b = {2};
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    FutureTask<String> holder =
        start(() ->
            locks.locked(
                Map.of("a", a, "b", b),
                () -> {
                  held.countDown();
                  awaitWhateverComes(go);
                  return locks.locked("a", a, () -> "held");
                }));
    held.await();
    FutureTask<String> waiter = start(() -> locks.locked("b", b, () -> "waited"));
    awaitWaiting(threads.getLast());
    assertThrows(
        IllegalStateException.class,
        () ->
            locks.locked(
                "c",
                new byte[] {3},
                () -> {
                  throw new IllegalStateException();
                }));
    assertEquals(2, locks.size());
    go.countDown();
    assertEquals("held", holder.get());
    assertEquals("waited", waiter.get());
    assertEquals(0, locks.size());
  }

  private Cache<String, String> cache(String name) {
    CacheLoader<String, String> loader =
        new CacheLoader<>() {
          @Override
          public @Nullable String load(String key) {
            return run(onLoad, key);
          }

          @Override
          public Map<String, String> loadAll(Iterable<? extends String> keys) {
            Map<String, String> values = new HashMap<>();
            keys.forEach(key -> values.put(key, String.valueOf(load(key))));
            return values;
          }
        };
    CacheWriter<String, String> writer =
        new CacheWriter<>() {
          @Override
          public void write(Cache.Entry<? extends String, ? extends String> entry) {
            run(onWrite, entry.getKey());
          }

          @Override
          public void writeAll(
              Collection<Cache.Entry<? extends String, ? extends String>> entries) {
            entries.forEach(this::write);
            entries.clear();
          }

          @Override
          public void delete(Object key) {
            // only writes are checked
          }

          @Override
          public void deleteAll(Collection<?> keys) {
            keys.clear();
          }
        };
    return manager.createCache(
        name,
        new MutableConfiguration<String, String>()
            .setReadThrough(true)
            .setWriteThrough(true)
            .setCacheLoaderFactory(() -> loader)
            .setCacheWriterFactory(() -> writer));
  }

  private void use(String way, Step step) {
    switch (way) {
      case "write" -> onWrite = step;
      case "process" -> onProcess = step;
      default -> onLoad = step;
    }
  }

  private @Nullable String ask(String way, String key) throws Exception {
    return ask(way, cache, key);
  }

  private @Nullable String ask(String way, Cache<String, String> from, String key)
      throws Exception {
    if (way.equals("process")) {
      return from.invoke(key, (entry, given) -> run(onProcess, key));
    }
    if (way.equals("loadAll")) {
      loadAll(from, Set.of(key));
    } else if (way.equals("write")) {
      from.put(key, "v" + key);
    }
    return from.get(key);
  }

  /** Loads values as a caller that needs them now; a failure is thrown as it is. */
  private static void loadAll(Cache<String, String> from, Set<String> keys) throws Exception {
    CompletionListenerFuture told = new CompletionListenerFuture();
    from.loadAll(keys, true, told);
    try {
      told.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof CacheException known ? known : e;
    }
  }

  private <T extends @Nullable Object> FutureTask<T> start(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    threads.add(Thread.ofPlatform().daemon().name("caller").start(task));
    return task;
  }

  private static @Nullable String run(Step step, String key) {
    try {
      return step.take(key);
    } catch (Throwable any) {
      throw JCacheLoadTest.<RuntimeException>sneaky(any);
    }
  }

  private static void assertMessage(String expected, Throwable thrown) {
    String message = String.valueOf(thrown.getMessage());
    assertTrue(message.endsWith(expected), message);
  }

  private static Object deeper(int frames, Callable<?> call) throws Exception {
    return frames == 0 ? String.valueOf(call.call()) : deeper(frames - 1, call);
  }

  private static void awaitWaiting(Thread thread) {
    while (thread.getState() != Thread.State.WAITING) {
      assertTrue(thread.isAlive(), "it has ended");
      Thread.onSpinWait();
    }
  }

  private static void awaitWhateverComes(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // it is not checked
  private static <E extends Throwable> E sneaky(Throwable any) throws E {
    throw (E) any;
  }
}
