package io.nfcs.cache;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A cache of several tiers: near (native memory of this JVM, read in place), then any of off-heap,
 * disk, cluster and plugins' tiers, then the loader.
 *
 * <p>A look-up walks downward until it finds an entry and fills the tiers above it. One time to
 * live, set when the value was asked for, travels with the entry. Zero, false and empty are values
 * like any other; the absence of a value is remembered too. Values are copied in and out, or read
 * in place by a {@link Lease}; stored values cannot be changed.
 *
 * <p><b>Threads.</b> Any; a {@link Lease} is one thread's. One key is loaded once at a time, for
 * any number of callers. A look-up that begins after a change has returned finds the new state, on
 * any thread of this process; in processes that share a tier, within {@code cache.heal_millis} of
 * the report at the latest. One that overlaps a change finds the old state or the new one, never a
 * mixture. Changes of one key wait for each other; a look-up that near answers waits for nothing.
 * On a {@link TickThread} no method except {@link #close} waits for a tier below near.
 * <b>Allocates</b> nothing on a look-up by lease that near answers. <b>Fails.</b> A tier that
 * throws is a miss, counted and reported once; a loader that throws is a {@link CacheException} for
 * all waiting callers, except an {@link Error}, which is thrown as it is to the caller whose thread
 * called the loader. A caller interrupted while another thread loads gets a {@link CacheException}
 * and keeps its flag. Once closed every method except {@link #name}, {@link #lookupNanos}, {@link
 * #statistics} and {@link #close} throws an {@link IllegalStateException}, and so do the calls that
 * wait then. An argument that is {@code null} is a {@link NullPointerException}, and the cache is
 * as it was.
 *
 * @param <K> keys; equal keys have equal bytes by the key codec
 * @param <V> values
 */
public interface TieredCache<K, V> extends AutoCloseable {
  /** Returns the name, which is the cache's key in the configuration and part of every key. */
  String name();

  /**
   * Returns a lease for look-ups in this cache by one thread; the caller closes it. To be made once
   * and kept: making one allocates. The first leases of platform threads, some tens, are cheaper to
   * use than further ones and those of virtual threads.
   */
  Lease lease();

  /**
   * Returns the value of a key, from a tier or from the loader, as an object of the caller's own;
   * {@code null} if there is none. A stale value is returned as well, and loaded again in the
   * background.
   *
   * @throws CacheException if the loader fails, or the thread is interrupted while another loads
   * @throws IllegalStateException if the cache is closed, or a loader asks for the key it loads
   */
  @Nullable V get(K key);

  /**
   * Looks a key up for reading in place; whatever the lease held before is released. If this
   * throws, the lease holds nothing.
   *
   * @return {@link Answer#FRESH} or {@link Answer#STALE} with the lease holding the value, or why
   *     it holds none
   * @throws IllegalArgumentException if the lease is another cache's, another thread's or closed;
   *     it then holds what it held before
   * @throws CacheException as {@link #get(Object)}
   */
  Answer get(K key, Lease lease);

  /**
   * Looks a key up within a time: if the 99th percentile of the look-ups of the first tier below
   * near, or of the loader where there is no such tier, exceeds the budget, it is not waited for. A
   * late value is fetched in the background, for a later look-up, unless the queue of fetches is
   * full.
   *
   * @param budgetNanos longest time the look-up may take; 0 or less waits for nothing below near
   * @return state of the lease, or the reason why it holds nothing; never an exception of tier or
   *     loader
   * @throws IllegalArgumentException if the lease is another cache's, another thread's or closed
   * @throws IllegalStateException if the cache is closed
   */
  Answer get(K key, long budgetNanos, Lease lease);

  /**
   * Returns the values of those keys that have one, in a map of the caller's own. Each tier is
   * asked once for all keys that those above have not.
   *
   * @throws CacheException if the loader fails for a key, after all others were tried
   */
  Map<K, V> getAll(Collection<? extends K> keys);

  /**
   * Stores a value in all tiers, in place of any earlier one. {@code null} is stored by {@link
   * #putAbsent}. Returns when each tier has it as durably as the tier promises. If a tier fails,
   * this does not throw: its earlier entry of the key is not served any more.
   *
   * @throws IllegalArgumentException if key, value or tags exceed the limits; nothing is stored
   *     then, and an earlier value stays
   */
  void put(K key, V value);

  /**
   * Stores a value with a time to live and tags of its own, otherwise as {@link #put(Object,
   * Object)}.
   *
   * @param timeToLive time to live, above 0, counted in whole milliseconds and at least one; {@link
   *     Long#MAX_VALUE} milliseconds or more for ever
   * @param tags names by which {@link #invalidateTag} finds it, in place of those of the {@link
   *     CacheSpec}
   * @throws IllegalArgumentException if the time to live is 0 or less, a tag begins with character
   *     0 or is not a text that UTF-8 can encode, or a limit is exceeded
   */
  void put(K key, V value, Duration timeToLive, List<String> tags);

  /** Remembers that a key has no value, for the time of negative entries. */
  void putAbsent(K key);

  /**
   * Drops a key from all tiers and returns whether any had it: with a value, without one, or as a
   * dead or invalid entry that was not dropped yet.
   */
  boolean invalidate(K key);

  /**
   * Drops all entries of a tag, in one step for any number. A value that is being loaded meanwhile
   * is not kept.
   *
   * @throws IllegalArgumentException if no entry can have such a tag
   */
  void invalidateTag(String tag);

  /**
   * Drops all keys whose text matches, and returns how many there were, those without a value
   * included. Reads every key. On a {@link TickThread}, which cannot wait for that, all entries of
   * the tiers below near are dropped instead, and only the keys in near are counted.
   *
   * @param pattern {@code *} stands for any characters, {@code ?} for one; compared with {@link
   *     String#valueOf(Object)} of the keys
   * @throws UnsupportedOperationException if the codec of the keys reads none, as that of a {@link
   *     Memo}
   */
  long invalidateMatching(String pattern);

  /**
   * Returns the keys of all values, in no order, in a list of the caller's own. Reads every key. A
   * key that is there from beginning to end is in it, unless only a tier that does not answer has
   * it; on a {@link TickThread} the list has the keys in near only.
   *
   * @throws UnsupportedOperationException if the codec of the keys reads none, as that of a {@link
   *     Memo}
   */
  List<K> keys();

  /** Drops everything; a value that is being loaded meanwhile is not kept. */
  void clear();

  /**
   * Returns the share of the look-ups that would be answered by a tier, or one above it, if it were
   * of another size: the present share, and the difference by a sampled curve of reuse distances
   * (SHARDS, Waldspurger et al. 2015).
   *
   * @param tier name of a tier that holds entries, near or below
   * @param factor times its present number of entries, such as 0.5, 2 or 4; above 0
   * @throws IllegalArgumentException if it is not, or the cache has no such tier that knows its
   *     number of entries
   */
  double hitRateAt(String tier, double factor);

  /**
   * Returns the nanoseconds that look-ups of each tier below near have taken in all, by its name;
   * asks no tier.
   */
  Map<String, Long> lookupNanos();

  /** Returns the counts of the cache; of a closed one, those at its end. */
  CacheStatistics statistics();

  /**
   * Ends the cache in this JVM; what tiers keep on disk or elsewhere stays there. Waits for no
   * loader, and for changes under way a bounded time, of some seconds. Values that leases hold stay
   * readable until their release. Does nothing the second time.
   */
  @Override
  void close();
}
