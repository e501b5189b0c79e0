package io.nfcs.pipeline.replay;

import org.jspecify.annotations.Nullable;

/**
 * What a replay came to.
 *
 * @param ticks ticks executed again
 * @param equal those whose digests are all as journalled
 * @param firstDivergence the first that is not, or {@code null}
 */
public record ReplayReport(long ticks, long equal, @Nullable Divergence firstDivergence) {
  /**
   * Where a replay first differs from its journal.
   *
   * @param run the run
   * @param tick number of the tick in the run
   * @param what what differs
   */
  public record Divergence(long run, long tick, String what) {}
}
