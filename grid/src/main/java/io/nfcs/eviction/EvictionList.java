package io.nfcs.eviction;

import org.jspecify.annotations.Nullable;

/** Entries from the oldest to the newest, linked by themselves. */
final class EvictionList {
  private @Nullable Evictable oldest;
  private @Nullable Evictable newest;
  private long bytes;

  void addNewest(Evictable entry) {
    Evictable last = newest;
    entry.older = last;
    entry.newer = null;
    if (last == null) {
      oldest = entry;
    } else {
      last.newer = entry;
    }
    newest = entry;
    entry.list = this;
    bytes += entry.bytes;
  }

  void remove(Evictable entry) {
    Evictable before = entry.older;
    Evictable after = entry.newer;
    if (before == null) {
      oldest = after;
    } else {
      before.newer = after;
    }
    if (after == null) {
      newest = before;
    } else {
      after.older = before;
    }
    entry.older = null;
    entry.newer = null;
    entry.list = null;
    bytes -= entry.bytes;
  }

  void makeNewest(Evictable entry) {
    if (entry.newer != null) {
      remove(entry);
      addNewest(entry);
    }
  }

  @Nullable Evictable oldest() {
    return oldest;
  }

  long bytes() {
    return bytes;
  }
}
