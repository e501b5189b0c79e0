package io.nfcs.lab.tune;

/**
 * A change of one setting.
 *
 * @param kind what is changed
 * @param key the setting
 * @param before its value as it stands in a file
 * @param after the value to be tried
 * @param reason what was measured that speaks for it
 * @param estimate what it may bring, empty if nothing tells
 */
public record Proposal(
    Kind kind, String key, String before, String after, String reason, String estimate) {
  /** What a proposal changes. */
  public enum Kind {
    /** A key of the configuration. */
    CONFIG,
    /** An option of the JVM. */
    JVM,
    /** A key whose change changes results: it is for a person to decide, and never tried. */
    RESULTS,
    /** A key that works beside the ticks, so that executing them again cannot show what it does. */
    BESIDE
  }

  /** Whether ticks that are executed again show what it does to their time, and only to that. */
  boolean canBeTried() {
    return kind == Kind.CONFIG || kind == Kind.JVM;
  }

  /** Whether it shows only where ticks come on their schedule and through the ring. */
  boolean isOfTheSchedule() {
    return key.startsWith("ring.") || isOfTheWakeUp();
  }

  /** Whether it shows in how late ticks are, and not in how long they take. */
  boolean isOfTheWakeUp() {
    return key.startsWith("orchestrator.");
  }

  /** The change in a few words. */
  @Override
  public String toString() {
    return key + ": " + before + " -> " + after;
  }
}
