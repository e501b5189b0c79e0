package io.nfcs.tier;

import io.nfcs.memory.Wtf8;

/**
 * A name on entries, by which all of them can be invalidated in one step, for any number.
 *
 * <p>Invalidations of a cache are numbered. A tag keeps the number of its latest invalidation, an
 * entry that of the latest of all when its value was asked for; the entry is valid while its number
 * is not below the tag's. So an entry whose load an invalidation overtakes is invalid on arrival.
 *
 * <p><b>Threads.</b> Any. Once {@link #invalidate} has returned, no later look-up finds an older
 * entry: the number is volatile, and only grows; writers take the lock, readers do not.
 */
public final class Tag {
  private final String name;
  private volatile long invalidated;

  /**
   * A tag that no invalidation has met; for the tiers, which have one instance per name.
   *
   * @throws IllegalArgumentException if the name cannot be encoded for other processes
   */
  public Tag(String name) {
    if (!Wtf8.isWhole(name)) {
      throw new IllegalArgumentException(
          "tag with half a surrogate pair; expected a text that UTF-8 can encode: " + name);
    }
    this.name = name;
  }

  /** Returns the name. */
  public String name() {
    return name;
  }

  /** Returns the number of the tag's latest invalidation, 0 if there was none. */
  public long invalidated() {
    return invalidated;
  }

  /**
   * Invalidates all entries that are older than the invalidation of this number; a number below the
   * latest changes nothing.
   */
  public synchronized void invalidate(long number) {
    invalidated = Math.max(invalidated, number);
  }

  /** Returns whether an entry of a stamp, as {@link EntryTimes#stamp} has it, is out of date. */
  public boolean hasOvertaken(long stamp) {
    return invalidated > stamp;
  }
}
