package io.nfcs.pipeline.timing;

import io.nfcs.counters.Counters;
import io.nfcs.counters.ErrorLog;
import io.nfcs.counters.Metrics;
import io.nfcs.tick.TickClock;

/**
 * Instruments of a run, made once and shared by all its parts.
 *
 * @param clock stamps starts and ends
 * @param counters of events
 * @param metrics metrics of the parts
 * @param errors reports each failure once
 */
public record Instruments(TickClock clock, Counters counters, Metrics metrics, ErrorLog errors) {
  /** Returns instruments without measurements. */
  public static Instruments unused(TickClock clock) {
    return new Instruments(clock, new Counters(), new Metrics(), new ErrorLog());
  }
}
