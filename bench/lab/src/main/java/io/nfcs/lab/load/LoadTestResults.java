package io.nfcs.lab.load;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Results of a load test.
 *
 * @param users users at the end
 * @param seconds time that was measured
 * @param total latencies of all operations of that time
 * @param operations latencies by operation
 * @param leftOut operations of the mix that the system under load does not offer
 * @param failures the failures, the most frequent first
 * @param steps the steps, if the users arrived in steps
 * @param saturatedAt the step at which the system was saturated, {@code null} if at none
 * @param limitMillis p95 from the intended start that is too much
 * @param hitRatio share of the cache's reads that it answered by itself, NaN if there were none
 * @param loop times of the loop meanwhile
 */
public record LoadTestResults(
    int users,
    double seconds,
    Latencies total,
    Map<Operation, Latencies> operations,
    Set<Operation> leftOut,
    List<Failures> failures,
    List<Step> steps,
    @Nullable Step saturatedAt,
    int limitMillis,
    double hitRatio,
    LoopTimes loop) {
  private static final double MICROS_PER_MILLI = 1e3;

  /** Share of operations that must succeed. */
  public static final double LEAST_SUCCESS = 0.99;

  /**
   * Failures of one operation by one cause.
   *
   * @param operation operation that failed
   * @param cause cause of the failures
   * @param count number of failures
   */
  public record Failures(Operation operation, String cause, long count) {}

  /**
   * Results of one step.
   *
   * @param users number of users
   * @param offeredPerSecond operations that were due
   * @param achievedPerSecond operations that were done
   * @param latencies of those that were due in it
   */
  public record Step(
      int users, double offeredPerSecond, double achievedPerSecond, Latencies latencies) {}

  /** Returns the operations done in a second, failures included. */
  public double operationsPerSecond() {
    return total.operations() / seconds;
  }

  /** Returns whether enough of the operations succeeded, and fast enough. */
  public boolean isWithinLimits() {
    return total.successRate() >= LEAST_SUCCESS
        && total.intended().p95() <= limitMillis * MICROS_PER_MILLI;
  }
}
