package io.nfcs.eviction;

import org.jspecify.annotations.Nullable;

/**
 * Chooses which entry of a full tier goes next.
 *
 * <p><b>Threads.</b> One at a time. <b>Owns</b> the links of the entries it has been given.
 * <b>Allocates</b> nothing per call.
 */
public interface EvictionPolicy {
  /** A new entry is in the tier. */
  void admitted(Evictable entry);

  /** An entry of the tier was hit. */
  void accessed(Evictable entry);

  /** An entry has left the tier otherwise than as a victim. */
  void removed(Evictable entry);

  /** Takes out the entry that goes next, or answers {@code null} if there is none. */
  @Nullable Evictable victim();

  /** How often an entry was used of late, as far as the policy knows. */
  int frequency(Evictable entry);

  /** The tier's limit is now {@code bytes}. */
  void limitBytes(long bytes);
}
