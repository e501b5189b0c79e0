package io.nfcs.eviction;

/**
 * A policy that chooses the entry to evict from a full tier.
 *
 * <p><b>Threads.</b> One at a time. <b>Owns</b> the links of the entries it has been given.
 * <b>Allocates</b> nothing per call.
 */
public interface EvictionPolicy {
  /** Records that a new entry is in the tier. */
  void admitted(int entry);

  /** Records that an entry of the tier was hit. */
  void accessed(int entry);

  /** Records that an entry has left the tier otherwise than as a victim. */
  void removed(int entry);

  /** Records that an entry of the tier has this number now; its fields have been copied here. */
  void moved(int entry);

  /** Takes out the entry to evict next, or returns {@link Evictables#NONE} if there is none. */
  int victim();

  /** Returns how often a key of this hash was used recently, as far as the policy knows. */
  int frequency(long hash);

  /** Sets the tier's limit to {@code bytes}. */
  void limitBytes(long bytes);

  /** Returns the native memory that the policy takes for itself. */
  long memoryBytes();
}
