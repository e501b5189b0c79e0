package io.nfcs.pipeline.ring;

import io.nfcs.config.Setting;

/** Section {@code ring}: threads of the stages. */
public record RingSettings(
    @Setting(
            doc =
                "Threads that run the stages: inline (the orchestrator's thread), shared (one further"
                    + " thread) or dedicated (a thread each)",
            value = "shared")
        Threads threads,
    @Setting(
            doc = "Slots of the ring; a full ring drops ticks, it never blocks",
            powerOfTwo = true,
            unit = "ticks",
            value = "8",
            min = 2,
            max = 1024)
        int size,
    @Setting(
            doc =
                "Wait strategy of stage threads: phased (spin, then block), blocking, yielding, or"
                    + " busy-spin (a core each)",
            value = "phased")
        Wait waitStrategy,
    @Setting(
            doc = "Time for which the phased strategy spins before it blocks",
            unit = "us",
            value = "200",
            min = 0,
            max = 100_000)
        int spinMicros,
    @Setting(
            doc = "Longest time a stop waits for ticks in flight",
            unit = "ms",
            value = "5000",
            min = 0,
            max = 600_000)
        int drainMillis) {

  /** Threads that run the stages. */
  public enum Threads {
    /** The orchestrator's thread, one stage after the other. */
    INLINE,
    /** One thread for all stages and the commit. */
    SHARED,
    /** A thread for each stage and one for the commit; independent stages run side by side. */
    DEDICATED
  }

  /** Wait strategy of a stage thread. */
  public enum Wait {
    /** Spin for a while, then block: quick in a burst, quiet between ticks. */
    PHASED,
    /** Block at once. */
    BLOCKING,
    /** Spin and yield. */
    YIELDING,
    /** Spin for ever. */
    BUSY_SPIN
  }
}
