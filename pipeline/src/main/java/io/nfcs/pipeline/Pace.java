package io.nfcs.pipeline;

/** Pace at which the ticks of a {@link Rerun} are executed. */
public enum Pace {
  /** As fast as possible: a tick is due when the tick before is done. */
  FAST,
  /** On the recorded absolute schedule, by the configured threads. */
  RECORDED
}
