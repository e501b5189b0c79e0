package io.nfcs.lab.trace;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/** Hits of reference caches on a trace. A miss puts the key. */
final class Oracles {
  private Oracles() {}

  /** Returns the hits of a cache that evicts the least recently used entry. */
  static long lru(Trace trace, int size) {
    LinkedHashMap<Integer, Boolean> cache = new LinkedHashMap<>(16, 0.75f, true);
    long hits = 0;
    for (int i = 0; i < trace.requests(); i++) {
      if (cache.put(trace.key(i), true) != null) {
        hits++;
      } else if (cache.size() > size) {
        cache.pollFirstEntry();
      }
    }
    return hits;
  }

  /** Returns the hits of Caffeine, with its maintenance done at once. */
  static long caffeine(Trace trace, int size) {
    Cache<Integer, Boolean> cache =
        Caffeine.newBuilder().maximumSize(size).executor(Runnable::run).build();
    long hits = 0;
    for (int i = 0; i < trace.requests(); i++) {
      Integer key = trace.key(i);
      if (cache.getIfPresent(key) != null) {
        hits++;
      } else {
        cache.put(key, true);
      }
    }
    return hits;
  }

  /**
   * Returns the most hits possible: the entry needed again the latest is evicted, and a new entry
   * is not kept if it is that one (Belady, 1966).
   */
  static long optimal(Trace trace, int size) {
    int[] next = nextUses(trace);
    Set<Integer> cached = new HashSet<>();
    PriorityQueue<long[]> latest = new PriorityQueue<>((a, b) -> Long.compare(b[0], a[0]));
    long hits = 0;
    for (int i = 0; i < trace.requests(); i++) {
      int key = trace.key(i);
      if (!cached.add(key)) {
        hits++;
      }
      // positions of earlier uses of the key lie in the past, and so below
      latest.add(new long[] {next[i], key});
      if (cached.size() > size) {
        cached.remove((int) latest.remove()[1]);
      }
    }
    return hits;
  }

  private static int[] nextUses(Trace trace) {
    int[] next = new int[trace.requests()];
    Map<Integer, Integer> seen = new HashMap<>();
    Arrays.fill(next, Integer.MAX_VALUE);
    for (int i = trace.requests() - 1; i >= 0; i--) {
      Integer later = seen.put(trace.key(i), i);
      if (later != null) {
        next[i] = later;
      }
    }
    return next;
  }
}
