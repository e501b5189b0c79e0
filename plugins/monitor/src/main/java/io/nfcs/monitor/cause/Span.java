package io.nfcs.monitor.cause;

import io.nfcs.tick.Tick;

/**
 * The span of a tick from its due time to its commit, as consecutive pieces: waiting for its
 * wake-up, waiting for its first stage, each stage beyond the end of those before it, and the rest.
 *
 * @param number of the tick
 * @param missedBefore periods without a tick before it
 * @param dueNanos due time of the tick or of the first of the periods missed before it
 * @param scheduledNanos due time of the tick itself
 * @param fromNanos starts of the pieces
 * @param toNanos their ends
 */
@SuppressWarnings("ArrayRecordComponent") // written once, then only read
record Span(
    long number,
    long missedBefore,
    long dueNanos,
    long scheduledNanos,
    long[] fromNanos,
    long[] toNanos) {
  static final int WAKE = 0;
  static final int QUEUE = 1;
  static final int FIRST_STAGE = 2;

  static Span of(Tick tick, long periodNanos) {
    int stages = tick.stageCount();
    int rest = FIRST_STAGE + stages;
    long[] from = new long[rest + 1];
    long[] to = new long[rest + 1];
    long due = tick.scheduledNanos() - tick.missedBefore() * periodNanos;
    from[WAKE] = due;
    to[WAKE] = Math.max(due, tick.wakeupNanos());
    long first = Long.MAX_VALUE;
    for (int stage = 0; stage < stages; stage++) {
      first = Math.min(first, tick.startNanos(stage));
    }
    from[QUEUE] = to[WAKE];
    to[QUEUE] = stages == 0 ? to[WAKE] : Math.max(to[WAKE], first);
    long cursor = to[QUEUE];
    for (int stage = 0; stage < stages; stage++) {
      from[FIRST_STAGE + stage] = Math.max(cursor, tick.startNanos(stage));
      to[FIRST_STAGE + stage] = Math.max(from[FIRST_STAGE + stage], tick.endNanos(stage));
      cursor = Math.max(cursor, tick.endNanos(stage));
    }
    from[rest] = cursor;
    to[rest] = Math.max(cursor, tick.commitNanos());
    return new Span(tick.number(), tick.missedBefore(), due, tick.scheduledNanos(), from, to);
  }

  int pieces() {
    return fromNanos.length;
  }

  int rest() {
    return fromNanos.length - 1;
  }

  long nanos(int piece) {
    return toNanos[piece] - fromNanos[piece];
  }

  long commitNanos() {
    return toNanos[rest()];
  }

  long totalNanos() {
    return commitNanos() - dueNanos;
  }
}
