package io.nfcs.counters;

import java.util.function.LongSupplier;

/**
 * A law of counters: what has come in has gone out, or is under way. Each of the three is counted
 * where it happens: first what comes in, last what goes out.
 */
public final class Law {
  private Law() {}

  /**
   * What the counts leave over that events under way do not explain; 0 if the law may hold.
   *
   * <p>The counts go on while they are read, so each of them lies somewhere between two readings.
   *
   * @param in events that have come in
   * @param out events that have gone out
   * @param underWay events that have come in and not gone out
   */
  public static long residue(LongSupplier in, LongSupplier out, LongSupplier underWay) {
    long leastOut = out.getAsLong();
    long before = underWay.getAsLong();
    long came = in.getAsLong();
    long after = underWay.getAsLong();
    long mostOut = out.getAsLong();
    long most = came - leastOut - Math.min(before, after);
    long least = came - mostOut - Math.max(before, after);
    return least > 0 ? least : Math.min(most, 0);
  }
}
