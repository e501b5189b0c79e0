package io.nfcs.monitor.cause;

import java.util.Locale;

/** What may make a tick late. */
public enum Cause {
  /** A collection held all threads up. */
  GC,
  /** Another safepoint of the JVM did. */
  SAFEPOINT,
  /** A thread of the loop was ready and got no processor, or the host took it away. */
  CPU,
  /** A stage took longer than it usually does. */
  STAGE,
  /** A tier of a cache that a stage asked answered late. */
  TIER,
  /** The record of the tick before was written late. */
  JOURNAL,
  /** The tick before was not done yet. */
  BACK_PRESSURE,
  /** None of these. */
  UNEXPLAINED;

  /** As it stands in metrics and on the page. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
