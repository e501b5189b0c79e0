package io.nfcs.pipeline;

/** When the ticks of a {@link Rerun} are executed. */
public enum Pace {
  /** One after the other; a tick is due when the one before is done. */
  FAST,
  /** On the recorded absolute schedule, by the threads that the configuration says. */
  RECORDED
}
