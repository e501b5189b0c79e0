package io.nfcs.tick;

/**
 * What a stage is told when it is opened.
 *
 * <p><b>Threads.</b> Used by the opening thread only.
 */
public interface StageContext {
  /** The stage's own number in every tick. */
  int stage();

  /** Names of the stages and parameters of this run. */
  TickShape shape();

  /** Ticks that may be in flight or queued at once: what a {@link SnapshotPool} must cover. */
  int ticksInFlight();

  /**
   * The stage's section of the configuration (the one of its name), bound to a record whose
   * components carry {@link io.nfcs.config.Setting}.
   */
  default <R extends Record> R settings(Class<R> type) {
    return settings(shape().stages().get(stage()), type);
  }

  /** Another stage's section, for a stage that works on what that one made. */
  <R extends Record> R settings(String section, Class<R> type);
}
