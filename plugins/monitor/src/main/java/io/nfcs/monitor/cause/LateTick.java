package io.nfcs.monitor.cause;

import java.util.Comparator;
import java.util.List;

/**
 * A tick that was done late, and why.
 *
 * @param number of the tick
 * @param lateNanos how much later than usual after it was due
 * @param missedBefore periods without a tick before it
 * @param parts what it is made of, the largest first; together {@code lateNanos}
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
   * @param cause what it was
   * @param what which stage, tier or collection; empty if there is but one
   * @param nanos how long
   */
  public record Part(Cause cause, String what, long nanos) {}
}
