package io.nfcs.grid.tier;

import io.nfcs.cache.CacheSpec;
import io.nfcs.cache.Loader;
import io.nfcs.cache.TieredCache;
import io.nfcs.codec.Codec;
import io.nfcs.config.NfcsConfig;
import io.nfcs.counters.ErrorLog;
import io.nfcs.table.Register;
import io.nfcs.tier.CacheKey;
import io.nfcs.tier.CacheTier;
import io.nfcs.tier.TierContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Caches of near and, if wanted, of tiers that a test holds in its hands. */
final class FetchFixture implements AutoCloseable {
  final AtomicLong now = new AtomicLong(1);
  final ErrorLog errors = new ErrorLog();
  final Caches caches;
  private final List<Thread> threads = new ArrayList<>();

  FetchFixture(String settings) {
    this(settings, Map.of());
  }

  FetchFixture(String settings, Map<String, Supplier<CacheTier>> tiers) {
    this(settings, tiers, name -> new VolatileRegister());
  }

  FetchFixture(
      String settings,
      Map<String, Supplier<CacheTier>> tiers,
      Function<String, Register> registers) {
    List<String> names = new ArrayList<>(List.of("near"));
    names.addAll(tiers.keySet());
    caches =
        new Caches(
            new Caches.Context(
                    NfcsConfig.parse(
                        "test",
                        "cache: {tiers: %s, near_bytes: 4MiB, slab_bytes: 64KiB, ttl_jitter: 0, threads: 2%s}"
                            .formatted(names, settings)))
                .tiers(tiers)
                .registers(registers)
                .clocks(now::get, now::get)
                .errors(errors));
  }

  TieredCache<String, String> open(String name, Loader<String, String> loader) {
    return caches.open(CacheSpec.of(name, Codec.text(), Codec.text()).loader(loader));
  }

  /** Runs a task on a thread of its own, which ends with the test. */
  <T extends @Nullable Object> FutureTask<T> start(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = Thread.ofPlatform().daemon().name("caller").start(task);
    threads.add(thread);
    return task;
  }

  /** Returns the thread started last. */
  Thread thread() {
    return threads.getLast();
  }

  /** Waits until a thread waits. */
  static void awaitWaiting(Thread thread) {
    while (thread.getState() != Thread.State.WAITING
        && thread.getState() != Thread.State.TIMED_WAITING) {
      if (!thread.isAlive()) {
        throw new AssertionError(thread + " has ended");
      }
      Thread.onSpinWait();
    }
  }

  @Override
  public void close() {
    caches.close();
    threads.forEach(Thread::interrupt);
  }

  /** A tier on the heap. */
  static class HeapTier implements CacheTier {
    final Map<CacheKey, byte[]> frames = new ConcurrentHashMap<>();
    private final String name;

    HeapTier(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public void open(TierContext context) {
      // there is nothing to open
    }

    @Override
    public byte @Nullable [] find(CacheKey key) {
      return frames.get(key);
    }

    @Override
    public void store(CacheKey key, byte[] frame, long liveMillis) {
      frames.put(key.copy(), frame);
    }

    @Override
    public boolean remove(CacheKey key) {
      return frames.remove(key) != null;
    }

    @Override
    public void clear() {
      frames.clear();
    }

    @Override
    public void forEach(BiConsumer<CacheKey, byte[]> visitor) {
      frames.forEach(visitor);
    }

    @Override
    public long entries() {
      return frames.size();
    }

    @Override
    public long bytes() {
      return frames.values().stream().mapToLong(frame -> frame.length).sum();
    }

    @Override
    public void close() {
      // there is nothing to close
    }
  }
}
