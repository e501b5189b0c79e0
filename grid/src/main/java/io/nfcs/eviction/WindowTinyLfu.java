package io.nfcs.eviction;

/**
 * A window of the newest entries before a main space that is defended by frequency.
 *
 * <p>W-TinyLFU (Einziger, Friedman and Manes, 2017): an entry that leaves the window stays only if
 * it was used more often than the main space's next victim. The main space is segmented LRU
 * (Karedla, Love and Wherry, 1994). With a window of the whole limit, the policy is LRU.
 *
 * <p>Every known entry is in exactly one of the three lists. Only the choice of a victim moves
 * entries out of the window, the oldest first; until then the window may exceed its share.
 *
 * <p><b>Threads.</b> One. <b>Allocates</b> nothing.
 */
final class WindowTinyLfu {
  private static final double PROTECTED_SHARE = 0.8;

  /**
   * A candidate used this often gets in now and then all the same, one time in {@link #LUCK}:
   * against keys made to collide, as in Caffeine (Manes).
   */
  private static final int WARM = 6;

  private static final int LUCK = 128;

  private final Evictables entries;
  private final EvictionList window;
  private final EvictionList probation;
  private final EvictionList protectedMain;
  private final FrequencySketch sketch;
  private double windowShare;
  private long limitBytes;

  /** State of a generator of random numbers, xorshift64 (Marsaglia, 2003), which is never 0. */
  private long random = 1;

  WindowTinyLfu(Evictables entries, FrequencySketch sketch, double windowShare) {
    this.entries = entries;
    window = new EvictionList(entries, 1);
    probation = new EvictionList(entries, 2);
    protectedMain = new EvictionList(entries, 3);
    this.sketch = sketch;
    this.windowShare = windowShare;
  }

  void limitBytes(long bytes) {
    limitBytes = bytes;
  }

  void windowShare(double share) {
    windowShare = share;
  }

  void admitted(int entry) {
    window.addNewest(entry);
  }

  void accessed(int entry) {
    if (window.holds(entry)) {
      window.makeNewest(entry);
      return;
    }
    move(entry, protectedMain);
    long most = (long) (PROTECTED_SHARE * (limitBytes - windowBytes()));
    for (int old = protectedMain.oldest();
        old != Evictables.NONE && protectedMain.bytes() > most;
        old = protectedMain.oldest()) {
      move(old, probation);
    }
  }

  void removed(int entry) {
    listOf(entry).remove(entry);
  }

  /** Records that an entry has this number now; its fields have been copied here. */
  void moved(int entry) {
    listOf(entry).moved(entry);
  }

  int victim() {
    fillMain();
    int candidate = window.bytes() > windowBytes() ? window.oldest() : Evictables.NONE;
    int victim = oldestOfMain();
    if (candidate != Evictables.NONE && victim != Evictables.NONE) {
      move(candidate, probation);
      victim = isBetter(candidate, victim) ? victim : candidate;
    } else if (victim == Evictables.NONE) {
      victim = window.oldest();
    }
    if (victim != Evictables.NONE) {
      removed(victim);
    }
    return victim;
  }

  long bytes() {
    return window.bytes() + probation.bytes() + protectedMain.bytes();
  }

  private EvictionList listOf(int entry) {
    if (window.holds(entry)) {
      return window;
    }
    return probation.holds(entry) ? probation : protectedMain;
  }

  /** Moves entries from the window to the main space; they are not judged while it has room. */
  private void fillMain() {
    int oldest = window.oldest();
    while (oldest != Evictables.NONE
        && window.bytes() > windowBytes()
        && probation.bytes() + protectedMain.bytes() + entries.bytes(oldest)
            <= limitBytes - windowBytes()) {
      move(oldest, probation);
      oldest = window.oldest();
    }
  }

  private int oldestOfMain() {
    int oldest = probation.oldest();
    return oldest == Evictables.NONE ? protectedMain.oldest() : oldest;
  }

  private boolean isBetter(int candidate, int victim) {
    int frequency = sketch.frequency(entries.hash(candidate));
    return frequency > sketch.frequency(entries.hash(victim)) || (frequency >= WARM && isLucky());
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

  private void move(int entry, EvictionList to) {
    removed(entry);
    to.addNewest(entry);
  }
}
