package io.nfcs.monitor.cause;

import java.util.Arrays;

/**
 * Usual time of each piece of a tick: the median of the latest ticks that were not late.
 *
 * <p><b>Threads.</b> One.
 */
final class Usual {
  private static final int KEPT = 64;

  private long[][] latest = new long[0][];
  private int count;

  void add(Span span) {
    if (latest.length != span.pieces()) {
      latest = new long[span.pieces()][KEPT];
      count = 0;
    }
    for (int piece = 0; piece < span.pieces(); piece++) {
      latest[piece][count % KEPT] = span.nanos(piece);
    }
    count++;
  }

  /** Returns the usual time by piece, all 0 while unknown. */
  long[] nanos(int pieces) {
    long[] medians = new long[pieces];
    int known = Math.min(count, KEPT);
    if (known > 0 && latest.length == pieces) {
      for (int piece = 0; piece < pieces; piece++) {
        long[] sorted = Arrays.copyOf(latest[piece], known);
        Arrays.sort(sorted);
        medians[piece] = sorted[known / 2];
      }
    }
    return medians;
  }
}
