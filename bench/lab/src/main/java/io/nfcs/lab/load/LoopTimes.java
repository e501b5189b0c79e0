package io.nfcs.lab.load;

import io.nfcs.pipeline.timing.Durations;
import io.nfcs.pipeline.timing.Quantiles;
import java.util.List;

/**
 * Times of the loop in a span of time.
 *
 * @param ticks number of ticks
 * @param missed periods without a tick
 * @param hz ticks over elapsed time, 0 before the second tick
 * @param lateness lateness of the ticks
 * @param tick durations of the ticks
 */
public record LoopTimes(long ticks, long missed, double hz, Quantiles lateness, Quantiles tick) {
  private static final double NANOS_PER_SECOND = 1e9;

  /** The columns of table TICK that {@link #of} reads, in its order. */
  static final String COLUMNS = "WAKEUP_NANOS, LATENESS_NANOS, DURATION_NANOS, MISSED_BEFORE";

  /** Returns the sums over rows of table TICK, in the order of ticks. */
  static LoopTimes of(List<List<?>> rows) {
    Durations lateness = new Durations();
    Durations tick = new Durations();
    long missed = 0;
    for (List<?> row : rows) {
      lateness.record(number(row, 1));
      tick.record(number(row, 2));
      missed += number(row, 3);
    }
    int ticks = rows.size();
    double hz =
        ticks < 2
            ? 0
            : (ticks - 1)
                * NANOS_PER_SECOND
                / (double) (number(rows.getLast(), 0) - number(rows.getFirst(), 0));
    return new LoopTimes(ticks, missed, hz, lateness.quantiles(), tick.quantiles());
  }

  private static long number(List<?> row, int column) {
    return ((Number) row.get(column)).longValue();
  }
}
