package io.nfcs.tier;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A tier below near: bytes by key, on disk, in other nodes or on a server.
 *
 * <p>An entry is stored as a frame with its own checksum, times and key; a tier need not look into
 * it. A tier may lose entries, but must not give one key's bytes for another's.
 *
 * <p>Plugins provide tiers as a service; {@link #open} is called once, before all other methods
 * except {@link #name} and {@link #close}.
 *
 * <p><b>Threads.</b> Any, and several at once; a {@link io.nfcs.cache.TickThread} calls none of the
 * methods that may wait. Calls of one key do not overlap, except for {@link #find}, {@link #clear}
 * and {@link #forEach}. A store or removal that has returned must be seen by every {@link #find}
 * that begins later, on any thread: the cache adds no order of its own. <b>Owns</b> its resources
 * until {@link #close}; keys are the caller's, and a tier that keeps one copies it; neither side
 * changes a frame after it was passed, so that it may be kept without a copy. <b>Fails</b> with any
 * unchecked exception: it is counted, reported once and taken for a miss; the cache continues
 * without the tier. A tier that refuses one call while others may succeed throws a {@link
 * TierRefusedException}. After any other exception in a put or an invalidation the tier's earlier
 * entry of the key is not served any more.
 */
public interface CacheTier extends AutoCloseable {
  /** Returns the name in the configuration, such as {@code redis}; always the same, also closed. */
  String name();

  /**
   * Makes the tier ready for one cache. An exception fails the opening of the cache; {@link #close}
   * is called then.
   */
  void open(TierContext context);

  /** Returns the frame of a key, or {@code null}. */
  byte @Nullable [] find(CacheKey key);

  /**
   * Stores a frame in place of any earlier one; it is there, as durably as the tier promises, when
   * the call returns.
   *
   * @param frame at most {@link TierContext#longestBytes} bytes
   * @param liveMillis after which time the tier may drop it by itself: 1 or more, {@link
   *     Long#MAX_VALUE} for never
   */
  void store(CacheKey key, byte[] frame, long liveMillis);

  /** Removes a key and returns whether it was there, also with a frame that has died. */
  boolean remove(CacheKey key);

  /** Removes all keys of the cache, whatever the identity of their frames. */
  void clear();

  /**
   * Visits every key with its frame, on the calling thread; keys added or removed meanwhile may be
   * missed. The visitor may look up and remove the key it is shown, as it does with a damaged
   * frame.
   */
  void forEach(BiConsumer<CacheKey, byte[]> visitor);

  /**
   * Returns the frames of several keys, in their order, {@code null} where there is none.
   *
   * @param keys no key twice
   * @return as many as there are keys
   */
  default List<byte @Nullable []> findAll(List<CacheKey> keys) {
    List<byte @Nullable []> frames = new ArrayList<>(keys.size());
    keys.forEach(key -> frames.add(find(key)));
    return frames;
  }

  /**
   * Drops dead entries and those of another identity, a bounded number per call; called each second
   * by the one thread that does the periodic work of all caches, and so holds up the others.
   *
   * @return number of entries that had died, since the call before
   */
  default long sweep() {
    return 0;
  }

  /**
   * Returns how many entries of another identity the tier has found since it was opened, without
   * waiting for anything.
   */
  default long foreign() {
    return 0;
  }

  /** Returns the number of entries, -1 if the tier would have to read them all to tell. */
  long entries();

  /** Returns the bytes of all frames, -1 if the tier would have to read them all to tell. */
  long bytes();

  /**
   * Ends the tier in this process; entries that outlive it stay. Also called after an {@link #open}
   * that has thrown or was never made, and possibly twice; must then do no harm. Other calls may
   * still be under way, and may throw.
   */
  @Override
  void close();
}
