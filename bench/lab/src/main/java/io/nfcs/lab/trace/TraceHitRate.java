package io.nfcs.lab.trace;

import io.nfcs.eviction.AdaptivePolicy;
import io.nfcs.eviction.Evictable;
import io.nfcs.eviction.EvictionOrder;
import io.nfcs.eviction.ReuseCurve;
import io.nfcs.memory.Digest;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Hit rates on a trace, in percent of the requests.
 *
 * @param requests accesses
 * @param hitRate of our policy
 * @param lru of LRU
 * @param caffeine of Caffeine
 * @param optimal the most possible
 * @param predicted prediction for this size by the cache of twice the size, from its own hit rate
 *     and its sampled curve
 */
record TraceHitRate(
    long requests, double hitRate, double lru, double caffeine, double optimal, double predicted) {
  /**
   * Runs a trace through caches of {@code size} entries.
   *
   * @param progress receives the name of the current step
   */
  public static TraceHitRate of(Trace trace, int size, Consumer<String> progress) {
    progress.accept("our policy");
    double ours = percent(hits(trace, size), trace);
    progress.accept("the curve, and our policy at twice the size");
    double predicted = predicted(trace, size);
    progress.accept("LRU, Caffeine and the optimum");
    return new TraceHitRate(
        trace.requests(),
        ours,
        percent(Oracles.lru(trace, size), trace),
        percent(Oracles.caffeine(trace, size), trace),
        percent(Oracles.optimal(trace, size), trace),
        predicted);
  }

  /** Returns the prediction of a cache of twice the size for this one, in percent. */
  static double predicted(Trace trace, int size) {
    ReuseCurve curve = new ReuseCurve();
    for (int i = 0; i < trace.requests(); i++) {
      curve.record(spread(trace.key(i)));
    }
    double lost = 100 * (curve.hitRate(2L * size) - curve.hitRate(size));
    return percent(hits(trace, 2 * size), trace) - lost;
  }

  /** Returns the hits of a cache of entries of one byte each. */
  static long hits(Trace trace, int size) {
    EvictionOrder<Entry> policy = new EvictionOrder<>(AdaptivePolicy::new);
    policy.limitBytes(size);
    Map<Integer, Entry> cache = new HashMap<>();
    long hits = 0;
    for (int i = 0; i < trace.requests(); i++) {
      int key = trace.key(i);
      Entry entry = cache.get(key);
      if (entry != null) {
        hits++;
        policy.accessed(entry);
        continue;
      }
      Entry fresh = new Entry(key);
      cache.put(key, fresh);
      policy.admitted(fresh);
      if (cache.size() > size) {
        cache.remove(Objects.requireNonNull(policy.victim()).key);
      }
    }
    return hits;
  }

  private static double percent(long hits, Trace trace) {
    return 100.0 * hits / trace.requests();
  }

  private static long spread(int key) {
    return Digest.mix(0, key);
  }

  /** An entry of one byte. */
  private static final class Entry extends Evictable {
    private final int key;

    Entry(int key) {
      super(spread(key), 1);
      this.key = key;
    }
  }
}
