package io.nfcs.eviction;

/**
 * A policy that chooses the entry to evict from a full tier. The tier decides when it is full, and
 * then takes victims until it is not; a policy never evicts by itself.
 *
 * <p>An entry is known to the policy from {@link #admitted} until {@link #removed} or until it was
 * a {@link #victim}; the other methods are called for known entries only, and its fields in {@link
 * Evictables} stay readable as long. Numbers are used again afterwards.
 *
 * <p><b>Threads.</b> One at a time, under the lock of the tier: a policy needs no lock, must not
 * wait, and must not call the tier back except by {@link Evictables}. <b>Owns</b> the links of the
 * entries it has been given. <b>Allocates</b> nothing per call; it may when there are more entries
 * than ever before.
 */
public interface EvictionPolicy {
  /** Records that a new entry is in the tier. */
  void admitted(int entry);

  /**
   * Records that an entry of the tier was hit. A tier may call it some time after the hits, in
   * another order, and for a sample of them only.
   */
  void accessed(int entry);

  /** Records that an entry has left the tier otherwise than as a victim. */
  void removed(int entry);

  /**
   * Records that an entry of the tier has this number now; its fields have been copied here, and
   * the entries linked to it still have its old number.
   */
  void moved(int entry);

  /**
   * Takes out the entry to evict next, or returns {@link Evictables#NONE} if there is none. It may
   * be the entry that was admitted last.
   */
  int victim();

  /**
   * Returns how often a key of this hash was used recently, as far as the policy knows: numbers to
   * compare with each other, of keys in the tier and others.
   */
  int frequency(long hash);

  /**
   * Sets the tier's limit to {@code bytes}; called before all other methods, and again when the
   * tier is resized. Entries that are too many stay until they are taken as victims.
   */
  void limitBytes(long bytes);

  /** Returns the bytes of native memory that the policy takes for itself, beside the entries. */
  long memoryBytes();
}
