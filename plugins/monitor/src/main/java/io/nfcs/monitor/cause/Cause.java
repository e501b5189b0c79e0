package io.nfcs.monitor.cause;

import java.util.Locale;

/** Cause of a late tick. */
public enum Cause {
  /** A collection stopped all threads. */
  GC,
  /** Another safepoint of the JVM stopped all threads. */
  SAFEPOINT,
  /** A thread of the loop was ready without a processor, or the host took the processor away. */
  CPU,
  /** A stage took longer than it usually does. */
  STAGE,
  /** A tier of a cache that a stage used answered late. */
  TIER,
  /** The record of the tick before was written late. */
  JOURNAL,
  /** The tick before was not done yet. */
  BACK_PRESSURE,
  /** None of the other causes. */
  UNEXPLAINED;

  /** Returns the name in metrics and on the page. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
