package io.nfcs.pipeline;

import io.nfcs.tick.ControlIntent;
import io.nfcs.tick.InputSource;
import io.nfcs.tick.Tick;
import io.nfcs.tick.TickInput;

/**
 * Inputs of a run's ticks: values that the source does not change stay as in the tick before.
 *
 * <p><b>Threads.</b> One at a time. <b>Allocates</b> nothing per tick.
 *
 * @param current the inputs of the last tick; before the first, the initial inputs
 */
record RunInputs(TickInput current, InputSource source) {
  /** Returns the degrade steps of the last tick, a bit each. */
  int degradation() {
    return current.degradation();
  }

  /** Gathers the inputs of the next tick; they are valid until those of the one after it. */
  TickInput next(long number, ControlIntent control, int degradation) {
    current.tokens().clear();
    current.actions().clear();
    current.control().copyFrom(control);
    current.degradation(degradation);
    source.fill(number, current);
    return current;
  }

  /** Continues after a tick of an earlier process. */
  void continueAfter(Tick tick, boolean isDegrading) {
    current.copyFrom(tick.input());
    if (!isDegrading) {
      current.degradation(0);
    }
  }
}
