package io.nfcs.grid.tier;

import io.nfcs.counters.ErrorLog;
import io.nfcs.grid.near.NearTier;
import io.nfcs.table.BinaryCache;
import io.nfcs.tier.CacheKey;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.agrona.concurrent.NanoClock;

/**
 * A warm-up of near after a start: likely keys are copied from the tiers below, a few at a time,
 * until its time is over or near is full.
 *
 * <p>The keys were stored before: the most used keys, most used first, and the keys asked for first
 * after the last start, in their order.
 *
 * <p>They are in the node's binary cache, under the name of the cache, a slash and the strategy:
 *
 * <pre>
 *   0  long  upper half of a key, big-endian
 *   8  long  lower half
 *  16  the next key, and so on
 * </pre>
 *
 * <p><b>Threads.</b> Any; batches are made one after the other by the executor.
 */
final class WarmUp {
  /** Keys to warm up, in this order. */
  enum Strategy {
    POPULAR,
    PREDICTED
  }

  private static final int MOST_KEYS = 10_000;
  private static final long BATCH_MILLIS = 10;
  private static final int KEY_BYTES = 2 * Long.BYTES;

  /** Share of near's limit that it fills at most. */
  private static final double FULL = 0.9;

  private final String cache;
  private final CacheSettings settings;
  private final Tiers tiers;
  private final NearTier near;
  private final Supplier<BinaryCache> memory;
  private final NanoClock clock;
  private final ErrorLog errors;
  private final Set<CacheKey> firstAsked = new LinkedHashSet<>();
  private volatile boolean isRecorded;
  private volatile long warmed;

  WarmUp(
      String cache,
      CacheSettings settings,
      Tiers tiers,
      Supplier<BinaryCache> memory,
      NanoClock clock,
      ErrorLog errors) {
    this.cache = cache;
    this.settings = settings;
    this.tiers = tiers;
    near = tiers.near().near();
    this.memory = memory;
    this.clock = clock;
    this.errors = errors;
  }

  /** Begins the warm-up, on threads of an executor. */
  void start(ScheduledExecutorService executor) {
    Deque<CacheKey> keys = new ArrayDeque<>();
    try {
      settings.warmUp().forEach(strategy -> keys.addAll(read(strategy)));
    } catch (RuntimeException failure) {
      errors.record("warm-up of cache " + cache, failure);
    }
    next(keys, clock.nanoTime() + TimeUnit.MILLISECONDS.toNanos(settings.warmUpMillis()), executor);
  }

  /** Records a key that near had not. */
  void asked(CacheKey key) {
    if (isRecorded) {
      return;
    }
    synchronized (firstAsked) {
      firstAsked.add(key);
      isRecorded = firstAsked.size() == MOST_KEYS;
    }
  }

  /** Returns how many entries were warmed up so far. */
  long warmed() {
    return warmed;
  }

  /** Stores the keys for the next start. */
  void save() {
    try {
      write(Strategy.POPULAR, near.hottest(MOST_KEYS));
      synchronized (firstAsked) {
        write(Strategy.PREDICTED, List.copyOf(firstAsked));
      }
    } catch (RuntimeException failure) {
      errors.record("warm-up of cache " + cache, failure);
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one batch at a time
  private void next(Deque<CacheKey> keys, long endNanos, ScheduledExecutorService executor) {
    for (long i = Math.max(1, settings.warmUpPerSecond() * BATCH_MILLIS / 1000); i > 0; i--) {
      CacheKey key = keys.poll();
      if (key == null || clock.nanoTime() - endNanos >= 0 || isFull()) {
        return;
      }
      if (tiers.warm(key)) {
        warmed++;
      }
    }
    var _ =
        executor.schedule(
            () -> next(keys, endNanos, executor), BATCH_MILLIS, TimeUnit.MILLISECONDS);
  }

  private boolean isFull() {
    return near.statistics().heldBytes() > FULL * settings.nearBytes();
  }

  private List<CacheKey> read(Strategy strategy) {
    byte[] bytes = memory.get().get(name(strategy));
    List<CacheKey> keys = new ArrayList<>();
    if (bytes != null) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.remaining() >= KEY_BYTES) {
        keys.add(new CacheKey(buffer.getLong(), buffer.getLong()));
      }
    }
    return keys;
  }

  private void write(Strategy strategy, List<CacheKey> keys) {
    if (keys.isEmpty()) {
      return;
    }
    ByteBuffer buffer = ByteBuffer.allocate(keys.size() * KEY_BYTES);
    keys.forEach(key -> buffer.putLong(key.high()).putLong(key.low()));
    memory.get().put(name(strategy), buffer.array());
  }

  private String name(Strategy strategy) {
    return cache + '/' + strategy;
  }
}
