package io.nfcs.grid.ignite;

import io.nfcs.cache.EntryTimes;
import io.nfcs.eviction.Evictable;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a tier that die, in buckets of about a second, so that what is dead is found
 * without looking at what lives.
 *
 * <p><b>Threads.</b> One at a time. <b>Allocates</b> a bucket a second at most, nothing for an
 * entry.
 *
 * @param <E> entries
 */
final class Deadlines<E extends Deadlines.Mortal<E>> {
  /** A bucket has the entries of 2^30 ns. */
  private static final int BUCKET_BITS = 30;

  private final TreeMap<Long, Bucket<E>> buckets = new TreeMap<>();

  /** An entry, with the links by which its bucket keeps it. */
  abstract static class Mortal<E extends Mortal<E>> extends Evictable {
    private final long deadNanos;
    private @Nullable E before;
    private @Nullable E after;

    Mortal(long hash, long bytes, long deadNanos) {
      super(hash, bytes);
      this.deadNanos = deadNanos;
    }
  }

  private static final class Bucket<E> {
    private @Nullable E first;
  }

  void add(E entry) {
    Mortal<E> links = entry;
    if (links.deadNanos == EntryTimes.NEVER) {
      return;
    }
    Bucket<E> bucket = buckets.computeIfAbsent(bucket(links), first -> new Bucket<>());
    links.after = bucket.first;
    if (bucket.first != null) {
      Mortal<E> second = bucket.first;
      second.before = entry;
    }
    bucket.first = entry;
  }

  void remove(E entry) {
    Mortal<E> links = entry;
    if (links.deadNanos == EntryTimes.NEVER) {
      return;
    }
    Mortal<E> after = links.after;
    Mortal<E> before = links.before;
    if (after != null) {
      after.before = links.before;
    }
    if (before != null) {
      before.after = links.after;
    } else {
      removeFirst(bucket(links), links.after);
    }
    links.before = null;
    links.after = null;
  }

  /** An entry that has been dead for up to a second or longer, or {@code null}; it stays. */
  @Nullable E due(long nowNanos) {
    Map.Entry<Long, Bucket<E>> earliest = buckets.firstEntry();
    return earliest == null || earliest.getKey() >= nowNanos >> BUCKET_BITS
        ? null
        : earliest.getValue().first;
  }

  private void removeFirst(long bucket, @Nullable E next) {
    if (next == null) {
      buckets.remove(bucket);
    } else {
      buckets.computeIfAbsent(bucket, first -> new Bucket<>()).first = next;
    }
  }

  private static long bucket(Mortal<?> entry) {
    return entry.deadNanos >> BUCKET_BITS;
  }
}
