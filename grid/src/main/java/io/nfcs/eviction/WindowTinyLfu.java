package io.nfcs.eviction;

import org.jspecify.annotations.Nullable;

/**
 * A window of the newest entries before a main space that is defended by frequency.
 *
 * <p>W-TinyLFU (Einziger, Friedman and Manes, 2017): what falls out of the window stays only if it
 * was used more often than the main space's next victim. The main space is segmented LRU (Karedla,
 * Love and Wherry, 1994). A window of the whole is LRU.
 *
 * <p><b>Threads.</b> One. <b>Allocates</b> nothing.
 */
final class WindowTinyLfu {
  private static final double PROTECTED_SHARE = 0.8;

  /**
   * A candidate used this often gets in now and then all the same: against keys made to collide.
   */
  private static final int WARM = 6;

  private static final int LUCK = 128;

  private final EvictionList window = new EvictionList();
  private final EvictionList probation = new EvictionList();
  private final EvictionList protectedMain = new EvictionList();
  private final FrequencySketch sketch;
  private double windowShare;
  private long limitBytes;
  private long random = 1;

  WindowTinyLfu(FrequencySketch sketch, double windowShare) {
    this.sketch = sketch;
    this.windowShare = windowShare;
  }

  void limitBytes(long bytes) {
    limitBytes = bytes;
  }

  void windowShare(double share) {
    windowShare = share;
  }

  void admitted(Evictable entry) {
    window.addNewest(entry);
  }

  void accessed(Evictable entry) {
    if (entry.list == window) {
      window.makeNewest(entry);
      return;
    }
    move(entry, protectedMain);
    long most = (long) (PROTECTED_SHARE * (limitBytes - windowBytes()));
    for (Evictable old = protectedMain.oldest();
        old != null && protectedMain.bytes() > most;
        old = protectedMain.oldest()) {
      move(old, probation);
    }
  }

  void removed(Evictable entry) {
    EvictionList list = entry.list;
    if (list != null) {
      list.remove(entry);
    }
  }

  @Nullable Evictable victim() {
    fillMain();
    Evictable candidate = window.bytes() > windowBytes() ? window.oldest() : null;
    Evictable victim = oldestOfMain();
    if (candidate != null && victim != null) {
      move(candidate, probation);
      victim = isBetter(candidate, victim) ? victim : candidate;
    } else if (victim == null) {
      victim = window.oldest();
    }
    if (victim != null) {
      removed(victim);
    }
    return victim;
  }

  long bytes() {
    return window.bytes() + probation.bytes() + protectedMain.bytes();
  }

  /** What falls out of the window is not judged while the main space has room. */
  private void fillMain() {
    Evictable oldest = window.oldest();
    while (oldest != null
        && window.bytes() > windowBytes()
        && probation.bytes() + protectedMain.bytes() + oldest.bytes <= limitBytes - windowBytes()) {
      move(oldest, probation);
      oldest = window.oldest();
    }
  }

  private @Nullable Evictable oldestOfMain() {
    Evictable oldest = probation.oldest();
    return oldest == null ? protectedMain.oldest() : oldest;
  }

  private boolean isBetter(Evictable candidate, Evictable victim) {
    int frequency = sketch.frequency(candidate.hash);
    return frequency > sketch.frequency(victim.hash) || (frequency >= WARM && isLucky());
  }

  private boolean isLucky() {
    random ^= random << 13;
    random ^= random >>> 7;
    random ^= random << 17;
    return (random & (LUCK - 1)) == 0;
  }

  private long windowBytes() {
    return (long) (windowShare * limitBytes);
  }

  private void move(Evictable entry, EvictionList to) {
    removed(entry);
    to.addNewest(entry);
  }
}
