package io.nfcs.grid.tier;

import io.nfcs.cache.Answer;
import io.nfcs.codec.Codec;
import io.nfcs.grid.near.NearLease;
import io.nfcs.grid.near.NearTier;
import java.lang.foreign.MemorySegment;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/**
 * Look-ups that return objects instead of leases: one value, or those of many keys at once.
 *
 * <p><b>Threads.</b> Any. <b>Fails.</b> A value whose bytes the codec refuses is dropped and
 * fetched once more; a second exception of the codec is thrown to the caller.
 *
 * @param <K> keys
 * @param <V> values
 */
final class Values<K, V> {
  private final Entries<K, V> entries;
  private final Codec<V> codec;
  private final NearTier near;
  private final LeaseLookups<K> lookups;
  private final Descent<K, V> descent;
  private final FetchCounts counts;
  private final Changes changes;
  private final NanoClock clock;

  Values(
      Fetch.Course<K, V> course,
      LeaseLookups<K> lookups,
      Descent<K, V> descent,
      Changes changes,
      NanoClock clock) {
    entries = course.entries();
    codec = entries.spec().values();
    near = entries.near();
    this.lookups = lookups;
    this.descent = descent;
    counts = course.counts();
    this.changes = changes;
    this.clock = clock;
  }

  /** Returns the value of a key, {@code null} if it has none. */
  @Nullable V get(K key) {
    return get(key, true);
  }

  private @Nullable V get(K key, boolean isFirst) {
    Probed missed;
    try (NearLease lease = near.borrow()) {
      if (lookups.find(key, lease) != Answer.MISS) {
        return lease.isHeld() ? decoded(key, lease, isFirst) : null;
      }
      if (descent.ends()) {
        return null;
      }
      missed = Probed.of(lease.probe());
    }
    // without a borrowed lease: these are few, and a load may take long
    Found found = descent.fetch(key, missed);
    byte[] value = found.value();
    if (value == null) {
      return null;
    }
    if (descent.isDue(found.times(), clock.nanoTime())) {
      descent.refresh(key, missed);
    }
    return decoded(key, value, isFirst);
  }

  /** Returns the values of those keys that have one. */
  Map<K, V> getAll(Collection<? extends K> keys) {
    Map<K, V> values = new HashMap<>();
    descent
        .fetchAll(missing(keys, values))
        .forEach((key, found) -> {
          byte[] value = found.value();
          V decoded = value == null ? null : decoded(key, value, true);
          if (decoded != null) {
            values.put(key, decoded);
          }
        });
    return values;
  }

  /** Takes the values that near has, and returns the other keys. */
  private Set<K> missing(Collection<? extends K> keys, Map<K, V> values) {
    Set<K> missing = new LinkedHashSet<>();
    boolean isComplete = false;
    try (NearLease lease = near.borrow()) {
      for (K key : keys) {
        switch (lookups.find(key, lease)) {
          case FRESH, STALE -> {
            V value = decoded(key, lease, true);
            if (value != null) {
              values.put(key, value);
            }
          }
          case MISS -> {
            (missing.add(key) ? counts.gathered : counts.joined).increment();
          }
          default -> {}
        }
      }
      isComplete = true;
      return missing;
    } finally {
      if (!isComplete) {
        counts.unasked.add(missing.size());
        counts.gathered.add(-missing.size());
      }
    }
  }

  private @Nullable V decoded(K key, NearLease lease, boolean isFirst) {
    try {
      return lease.decode(codec);
    } catch (RuntimeException refusal) {
      lease.release();
      drop(key, refusal, isFirst);
      return get(key, false);
    }
  }

  private @Nullable V decoded(K key, byte[] value, boolean isFirst) {
    try {
      return codec.decode(MemorySegment.ofArray(value));
    } catch (RuntimeException refusal) {
      drop(key, refusal, isFirst);
      return get(key, false);
    }
  }

  private void drop(K key, RuntimeException refusal, boolean isFirst) {
    if (!isFirst) {
      throw refusal;
    }
    changes.drop(entries.probe(key).key(), refusal);
  }
}
