package io.nfcs.constitution;

import java.util.List;

/**
 * A rule.
 *
 * @param id its name, unique
 * @param type what it is about
 * @param priority 1..10, 10 is the highest
 * @param status only active ones are applied
 * @param enforcement 0..1: what violates it is rejected from {@value #REJECTS} on, watched above 0,
 *     and only recorded at 0
 * @param operations operations it applies to; all if there are none
 * @param condition true where it is kept, in the Common Expression Language
 * @param message what it says, for people
 */
public record Policy(
    String id,
    Type type,
    int priority,
    Status status,
    double enforcement,
    List<String> operations,
    String condition,
    String message) {
  /** Enforcement from which a violation is rejected. */
  public static final double REJECTS = 0.8;

  /** What a policy is about. */
  public enum Type {
    /** What holds always. */
    FUNDAMENTAL,
    /** How things are done. */
    OPERATIONAL,
    /** That nothing is harmed. */
    SAFETY,
    /** What is right. */
    ETHICAL,
    /** In which order things are done. */
    PROCEDURAL,
    /** What holds in an emergency. */
    EMERGENCY,
    /** How policies come about. */
    GOVERNANCE
  }

  /** Whether a policy is applied. */
  public enum Status {
    /** It is. */
    ACTIVE,
    /** Not yet. */
    PROPOSED,
    /** Not any more. */
    DEPRECATED,
    /** Not now. */
    SUSPENDED,
    /** Kept for memory. */
    ARCHIVED
  }

  /** Copies the list. */
  public Policy {
    operations = List.copyOf(operations);
  }

  /** What follows if it is violated. */
  public Decision decision() {
    if (enforcement >= REJECTS) {
      return Decision.REJECT;
    }
    return enforcement > 0 ? Decision.MONITOR : Decision.ACCEPT;
  }
}
