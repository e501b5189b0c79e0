package io.nfcs.lab.tune;

/**
 * A change of one setting.
 *
 * @param kind kind of the change
 * @param key the setting
 * @param before its value as written in a file
 * @param after the value to be tried
 * @param reason measurement that speaks for it
 * @param estimate expected effect, empty if unknown
 */
record Proposal(
    Kind kind, String key, String before, String after, String reason, String estimate) {
  /** Kind of a proposal, by the setting it changes. */
  public enum Kind {
    /** A key of the configuration. */
    CONFIG,
    /** An option of the JVM. */
    JVM,
    /** A key whose change changes results: a person decides, it is never tried. */
    RESULTS,
    /** A key that works beside the ticks, so that executing them again cannot show its effect. */
    BESIDE
  }

  /**
   * Returns whether executing ticks again shows the effect on their time, and there is no other
   * effect.
   */
  boolean canBeTried() {
    return kind == Kind.CONFIG || kind == Kind.JVM;
  }

  /**
   * Returns whether the effect shows only where ticks come on their schedule and through the ring.
   */
  boolean isOfTheSchedule() {
    return key.startsWith("ring.") || isOfTheWakeUp();
  }

  /** Returns whether the effect shows in the lateness of ticks, and not in their duration. */
  boolean isOfTheWakeUp() {
    return key.startsWith("orchestrator.");
  }

  /** Returns the change in a few words. */
  @Override
  public String toString() {
    return key + ": " + before + " -> " + after;
  }
}
