package io.nfcs.bench.load;

import io.nfcs.pipeline.timing.Quantiles;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * How the loop fared in a span of time.
 *
 * @param ticks ticks there were
 * @param missed periods without one
 * @param hz ticks over elapsed time, 0 before the second tick
 * @param lateness how late they were
 * @param tick how long they took
 */
public record LoopTimes(long ticks, long missed, double hz, Quantiles lateness, Quantiles tick) {
  private static final long HIGHEST_NANOS = 3_600_000_000_000L;
  private static final double NANOS_PER_SECOND = 1e9;

  /** The columns of table TICK that {@link #of} reads, in its order. */
  static final String COLUMNS = "WAKEUP_NANOS, LATENESS_NANOS, DURATION_NANOS, MISSED_BEFORE";

  /** Sums up rows of table TICK, in the order of ticks. */
  static LoopTimes of(List<List<?>> rows) {
    Histogram lateness = new Histogram(HIGHEST_NANOS, 3);
    Histogram tick = new Histogram(HIGHEST_NANOS, 3);
    long missed = 0;
    for (List<?> row : rows) {
      lateness.recordValue(Math.clamp(number(row, 1), 0, HIGHEST_NANOS));
      tick.recordValue(Math.clamp(number(row, 2), 0, HIGHEST_NANOS));
      missed += number(row, 3);
    }
    int ticks = rows.size();
    double hz =
        ticks < 2
            ? 0
            : (ticks - 1)
                * NANOS_PER_SECOND
                / (double) (number(rows.getLast(), 0) - number(rows.getFirst(), 0));
    return new LoopTimes(ticks, missed, hz, Quantiles.ofNanos(lateness), Quantiles.ofNanos(tick));
  }

  private static long number(List<?> row, int column) {
    return ((Number) row.get(column)).longValue();
  }
}
