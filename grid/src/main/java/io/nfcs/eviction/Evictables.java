package io.nfcs.eviction;

/**
 * The entries of a tier as a policy sees them: numbers, with a few fields each that the tier keeps
 * wherever it likes, so that a policy needs no object for an entry.
 *
 * <p><b>Threads.</b> The policy's. <b>Owns</b> nothing: {@code older}, {@code newer} and {@code
 * list} belong to the policy from {@link EvictionPolicy#admitted} on until the entry leaves.
 */
public interface Evictables {
  /** The number that is not an entry. */
  int NONE = 0;

  /** Evenly distributed hash of the key. */
  long hash(int entry);

  /** What it takes of the tier's limit; the same as long as it is in the tier. */
  long bytes(int entry);

  /** The entry before it in its list, or {@link #NONE}. */
  int older(int entry);

  /** Sets the entry before it. */
  void older(int entry, int other);

  /** The entry after it in its list, or {@link #NONE}. */
  int newer(int entry);

  /** Sets the entry after it. */
  void newer(int entry, int other);

  /** Number of its list, 0 to 3. */
  int list(int entry);

  /** Sets the number of its list. */
  void list(int entry, int number);
}
