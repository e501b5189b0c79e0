package io.nfcs.pipeline.timing;

import io.nfcs.counters.Counters;
import io.nfcs.counters.ErrorLog;
import io.nfcs.counters.Metrics;
import io.nfcs.tick.TickClock;

/**
 * What a run is measured by, made once and shared by all its parts.
 *
 * @param clock stamps starts and ends
 * @param counters of events
 * @param metrics what parts tell of themselves
 * @param errors reports each failure once
 */
public record Instruments(TickClock clock, Counters counters, Metrics metrics, ErrorLog errors) {
  /** Returns instruments that nothing has been measured by yet. */
  public static Instruments unused(TickClock clock) {
    return new Instruments(clock, new Counters(), new Metrics(), new ErrorLog());
  }
}
