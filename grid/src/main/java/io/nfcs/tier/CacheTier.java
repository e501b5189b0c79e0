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
 * <p>Plugins provide tiers as a service; {@link #open} is called once, before all other methods.
 *
 * <p><b>Threads.</b> Any. Calls of one key do not overlap, except for {@link #find}. <b>Owns</b>
 * its resources until {@link #close}. <b>Fails</b> with any unchecked exception: it is counted,
 * reported once and taken for a miss; the cache continues without the tier.
 */
public interface CacheTier extends AutoCloseable {
  /** Returns the name in the configuration, such as {@code redis}. */
  String name();

  /** Makes the tier ready for one cache. */
  void open(TierContext context);

  /** Returns the frame of a key, or {@code null}. */
  byte @Nullable [] find(CacheKey key);

  /**
   * Stores a frame in place of any earlier one; it is there, as durably as the tier promises, when
   * the call returns.
   *
   * @param liveMillis after which time the tier may drop it by itself
   */
  void store(CacheKey key, byte[] frame, long liveMillis);

  /** Removes a key and returns whether it was there. */
  boolean remove(CacheKey key);

  /** Removes all keys of the cache. */
  void clear();

  /** Visits every key with its frame; keys added or removed meanwhile may be missed. */
  void forEach(BiConsumer<CacheKey, byte[]> visitor);

  /** Returns the frames of several keys, in their order, {@code null} where there is none. */
  default List<byte @Nullable []> findAll(List<CacheKey> keys) {
    List<byte @Nullable []> frames = new ArrayList<>(keys.size());
    keys.forEach(key -> frames.add(find(key)));
    return frames;
  }

  /**
   * Drops dead entries and those of another identity, a bounded number per call; called again and
   * again in the background.
   *
   * @return number of entries that had died
   */
  default long sweep() {
    return 0;
  }

  /** Returns how many entries of another identity the tier has found since it was opened. */
  default long foreign() {
    return 0;
  }

  /** Returns the number of entries, -1 if the tier would have to read them all to tell. */
  long entries();

  /** Returns the bytes of all frames, -1 if the tier would have to read them all to tell. */
  long bytes();

  @Override
  void close();
}
