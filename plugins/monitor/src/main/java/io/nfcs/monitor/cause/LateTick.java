package io.nfcs.monitor.cause;

import java.util.Comparator;
import java.util.List;

/**
 * A late tick with its causes.
 *
 * @param number of the tick
 * @param lateNanos delay beyond the usual, from the due time
 * @param missedBefore periods without a tick before it
 * @param parts its parts, the largest first; together {@code lateNanos}
 */
public record LateTick(long number, long lateNanos, long missedBefore, List<Part> parts) {
  /** Sorts the parts. */
  public LateTick {
    parts = parts.stream().sorted(Comparator.comparingLong(Part::nanos).reversed()).toList();
  }

  /** Returns the largest part. */
  public Part main() {
    return parts.getFirst();
  }

  /**
   * A part of the lateness.
   *
   * @param cause its cause
   * @param what stage, tier or collection; empty if the cause has only one
   * @param nanos its duration
   */
  public record Part(Cause cause, String what, long nanos) {}
}
