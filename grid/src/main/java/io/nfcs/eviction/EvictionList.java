package io.nfcs.eviction;

/**
 * A list of entries from the oldest to the newest, linked by their own fields.
 *
 * <p>Invariants: {@code oldest} has no older entry and {@code newest} no newer one; both are NONE
 * or neither is; {@code bytes} is the sum of the entries' sizes, which is why a size must not
 * change. An entry's list number is set when it is added and stays when it is removed.
 *
 * <p><b>Threads.</b> One, that of the policy. <b>Allocates</b> nothing.
 */
final class EvictionList {
  private final Evictables entries;
  private final int number;
  private int oldest = Evictables.NONE;
  private int newest = Evictables.NONE;
  private long bytes;

  /**
   * An empty list.
   *
   * @param number 1 to 3, its own among the lists of these entries
   */
  EvictionList(Evictables entries, int number) {
    this.entries = entries;
    this.number = number;
  }

  void addNewest(int entry) {
    int last = newest;
    entries.older(entry, last);
    entries.newer(entry, Evictables.NONE);
    if (last == Evictables.NONE) {
      oldest = entry;
    } else {
      entries.newer(last, entry);
    }
    newest = entry;
    entries.list(entry, number);
    bytes += entries.bytes(entry);
  }

  void remove(int entry) {
    int before = entries.older(entry);
    int after = entries.newer(entry);
    if (before == Evictables.NONE) {
      oldest = after;
    } else {
      entries.newer(before, after);
    }
    if (after == Evictables.NONE) {
      newest = before;
    } else {
      entries.older(after, before);
    }
    bytes -= entries.bytes(entry);
  }

  /** Records that an entry has this number now; its fields have been copied here. */
  void moved(int to) {
    int before = entries.older(to);
    int after = entries.newer(to);
    if (before == Evictables.NONE) {
      oldest = to;
    } else {
      entries.newer(before, to);
    }
    if (after == Evictables.NONE) {
      newest = to;
    } else {
      entries.older(after, to);
    }
  }

  void makeNewest(int entry) {
    if (entry != newest) {
      remove(entry);
      addNewest(entry);
    }
  }

  boolean holds(int entry) {
    return entries.list(entry) == number;
  }

  int oldest() {
    return oldest;
  }

  long bytes() {
    return bytes;
  }
}
