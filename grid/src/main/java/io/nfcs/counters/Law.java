package io.nfcs.counters;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * A law of counters: every event that came in has gone out, or is under way. Each of the three is
 * counted where it happens: on entry, first "under way", then "in"; on exit, first "out", then
 * "under way" down again.
 *
 * <p>Assumptions: a thread is between two counts of one event for a moment only, unless that is
 * counted as under way. Guarantees: a reported residue lasts for a millisecond at least, however
 * busy the counters are. A thread that loses its processor between two counts may still cause a
 * report, or hide a miscount, as long as it is away; so an alert must read several times.
 *
 * <p><b>Threads.</b> Any.
 */
public final class Law {
  /** Metric of the residue of a law, without a sign; its label {@code law} names the law. */
  public static final String METRIC = "nfcs_conservation_residue";

  /** Help text of the metric. */
  public static final String HELP =
      "Events that a law of counters leaves over or has too many, 0 unless a count is wrong.";

  private static final int LOOKS = 32;
  private static final int LOOKS_AT_ONCE = 8;
  private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

  private Law() {}

  /**
   * Returns the residue of the counts that events under way do not explain; below 0 if too many
   * have gone out, 0 if the law may hold.
   *
   * <p>The counts continue while they are read, so each of them lies somewhere between two
   * readings, and so does the residue. It is read again until that is a single number. Waits for
   * threads that seem to be between two counts, a millisecond or two at most.
   *
   * @param in events that have come in
   * @param out events that have gone out
   * @param underWay events that have come in and not gone out
   */
  public static long residue(LongSupplier in, LongSupplier out, LongSupplier underWay) {
    long least = Long.MIN_VALUE;
    long most = Long.MAX_VALUE;
    for (int look = 0; look < LOOKS; look++) {
      if (look >= LOOKS_AT_ONCE && (least > 0 || most < 0)) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      long leastOut = out.getAsLong();
      long before = underWay.getAsLong();
      long came = in.getAsLong();
      long after = underWay.getAsLong();
      long mostOut = out.getAsLong();
      long low = came - mostOut - Math.max(before, after);
      long high = came - leastOut - Math.min(before, after);
      // the contradiction was seen while a thread was between two counts
      boolean agrees = low <= most && high >= least;
      least = agrees ? Math.max(least, low) : low;
      most = agrees ? Math.min(most, high) : high;
      if (agrees && least == 0 && most == 0) {
        return 0;
      }
    }
    return least > 0 ? least : Math.min(most, 0);
  }

  /**
   * Adds the residue of a law to the metrics of a run.
   *
   * @param law name of the law, the value of label {@code law}
   * @param residue called by any thread at each reading; may take the time of {@link #residue}
   */
  public static void tell(
      Metrics metrics, String law, Map<String, String> labels, LongSupplier residue) {
    Map<String, String> all = new TreeMap<>(labels);
    all.put("law", law);
    metrics.gauge(METRIC, HELP, all, () -> (double) Math.abs(residue.getAsLong()));
  }
}
