package io.nfcs.grid.tier;

import io.nfcs.cache.CacheSpec;
import io.nfcs.cache.Lease;
import io.nfcs.counters.ErrorLog;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * An audit that loads a share of the hits of a pure loader again and compares the values, while the
 * cache serves.
 *
 * <p>Every hit is counted by its lease; those whose number, spread over all numbers, falls into the
 * share are checked. So any thousand hits in a row by one lease have as many checks as the share
 * says, give or take one.
 *
 * <p><b>Threads.</b> Any; the loader is called by one of its own, {@code nfcs-cache-audit}.
 * <b>Owns</b> that thread. <b>Allocates</b> for hits that are checked only. <b>Fails.</b> A check
 * that finds no room is left out; a loader that throws is counted neither way.
 *
 * @param <K> keys
 * @param <V> values
 */
final class Audit<K, V> implements AutoCloseable {
  /** Value for a cache whose hits are not checked. */
  private static final long NONE = 0;

  private static final int MOST_QUEUED = 256;

  /** Bytes of values that wait to be compared, at most. */
  private static final long MOST_BYTES = 16 << 20;

  private static final long SPREAD = 0x9e3779b97f4a7c15L;

  private final CacheSpec<K, V> spec;
  private final ErrorLog errors;

  /** A number below this, when it is spread, is in the share. */
  private final long threshold;

  private final LongAdder checks = new LongAdder();
  private final LongAdder deviations = new LongAdder();
  private final AtomicLong foundBelow = new AtomicLong();
  private final AtomicLong waitingBytes = new AtomicLong();
  private final AtomicBoolean isToldOf = new AtomicBoolean();
  private final ThreadPoolExecutor executor;

  /**
   * An audit of a cache's hits.
   *
   * @param share of the hits, 0 for none; a loader that is not pure has none
   */
  Audit(CacheSpec<K, V> spec, double share, ErrorLog errors) {
    this.spec = spec;
    this.errors = errors;
    threshold = spec.isPure() ? (long) (share * Long.MAX_VALUE) : NONE;
    executor =
        new ThreadPoolExecutor(
            1, 1, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(MOST_QUEUED), Audit::thread);
    executor.allowCoreThreadTimeOut(true);
  }

  /** Returns whether the hit of this number is to be checked. */
  boolean isDue(long hit) {
    return threshold != NONE && (hit * SPREAD) >>> 1 < threshold;
  }

  /** Checks later a value that a lease holds. */
  void check(K key, Lease lease) {
    if (waitingBytes.get() + lease.sizeBytes() <= MOST_BYTES) {
      byte[] held = new byte[(int) lease.sizeBytes()];
      lease.copyTo(0, MemorySegment.ofArray(held), 0, held.length);
      check(key, held);
    }
  }

  /** Checks later that a key has no value, as near has said. */
  void checkAbsent(K key) {
    check(key, (byte[]) null);
  }

  /** Checks later the answer of a tier below near, if it is in the sample. */
  void found(K key, byte @Nullable [] value) {
    if (threshold != NONE && isDue(foundBelow.incrementAndGet())) {
      check(key, value);
    }
  }

  private void check(K key, byte @Nullable [] held) {
    int bytes = held == null ? 0 : held.length;
    if (waitingBytes.addAndGet(bytes) > MOST_BYTES) {
      waitingBytes.addAndGet(-bytes);
      return;
    }
    try {
      executor.execute(() -> {
        waitingBytes.addAndGet(-bytes);
        compare(key, held);
      });
    } catch (RejectedExecutionException full) {
      waitingBytes.addAndGet(-bytes);
    }
  }

  /** Returns how many hits were checked. */
  long checks() {
    return checks.sum();
  }

  /** Returns how many of the checked hits had another value than the loader's. */
  long deviations() {
    return deviations.sum();
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }

  private void compare(K key, byte @Nullable [] held) {
    byte[] fresh;
    try {
      V value = spec.loader().orElseThrow().load(key);
      fresh = value == null ? null : Found.bytes(spec.values(), value);
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
      return;
    } catch (Throwable failure) {
      errors.record("audit of cache " + spec.name(), failure);
      return;
    }
    checks.increment();
    if (!Arrays.equals(held, fresh)) {
      deviations.increment();
      // further ones are only counted: each has another message
      if (isToldOf.compareAndSet(false, true)) {
        errors.record(
            "audit of cache " + spec.name(),
            "a hit is not what the loader gives, which was said to be pure; key %s: %s, loaded again %s"
                .formatted(key, text(held), text(fresh)));
      }
    }
  }

  private static String text(byte @Nullable [] value) {
    return value == null
        ? "no value"
        : "%d bytes of hash %08x".formatted(value.length, Arrays.hashCode(value));
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "nfcs-cache-audit");
    thread.setDaemon(true);
    return thread;
  }
}
