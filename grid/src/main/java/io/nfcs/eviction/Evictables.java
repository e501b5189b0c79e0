package io.nfcs.eviction;

/**
 * The entries of a tier as a policy sees them: numbers, with a few fields each that the tier keeps
 * at a place of its choice, so that a policy needs no object for an entry.
 *
 * <p><b>Threads.</b> The policy's. <b>Owns</b> nothing: {@code older}, {@code newer} and {@code
 * list} belong to the policy from {@link EvictionPolicy#admitted} on until the entry leaves.
 */
public interface Evictables {
  /** The number that is not an entry. */
  int NONE = 0;

  /** Returns the evenly distributed hash of the key. */
  long hash(int entry);

  /**
   * Returns the size of an entry in terms of the tier's limit, which is constant while it is in the
   * tier.
   */
  long bytes(int entry);

  /**
   * Returns the entry before another in its list, or {@link #NONE}. Undefined, as all links, before
   * the policy has set it.
   */
  int older(int entry);

  /** Sets the entry before another. */
  void older(int entry, int other);

  /** Returns the entry after another in its list, or {@link #NONE}. */
  int newer(int entry);

  /** Sets the entry after another. */
  void newer(int entry, int other);

  /** Returns the number of an entry's list: 1 to 3, and 0 in none where the tier uses that. */
  int list(int entry);

  /** Sets the number of an entry's list. */
  void list(int entry, int number);
}
