package io.nfcs.grid.ignite;

/** Pauses between attempts: each twice as long as the one before, up to a longest. */
final class Backoff {
  private final long firstMillis;
  private final long longestMillis;
  private long next;

  Backoff(long firstMillis, long longestMillis) {
    this.firstMillis = firstMillis;
    this.longestMillis = longestMillis;
    next = firstMillis;
  }

  /** Returns the pause before the next attempt. */
  long nextMillis() {
    long pause = next;
    next = Math.min(longestMillis, 2 * next);
    return pause;
  }

  /** Records a successful attempt: the pauses begin again. */
  void reset() {
    next = firstMillis;
  }
}
