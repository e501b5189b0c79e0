package io.nfcs.constitution;

import java.util.List;

/**
 * A rule. It is violated if its condition is false, or cannot be evaluated because a key has no
 * value or for another reason: a rule that cannot be checked does not count as kept.
 *
 * @param id its name, unique
 * @param type subject of the rule
 * @param priority 1..10, 10 is the highest
 * @param status only active ones are applied
 * @param enforcement 0..1: a violation is rejected from {@value #REJECTS} on, monitored above 0,
 *     and only recorded at 0
 * @param operations operations it applies to; empty for all
 * @param condition condition of compliance, in the Common Expression Language
 * @param message text of the rule, for people
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

  /** Subject of a policy. */
  public enum Type {
    /** Permanent principles. */
    FUNDAMENTAL,
    /** Ways of working. */
    OPERATIONAL,
    /** Prevention of harm. */
    SAFETY,
    /** Ethics. */
    ETHICAL,
    /** Order of steps. */
    PROCEDURAL,
    /** Rules for emergencies. */
    EMERGENCY,
    /** Making of policies. */
    GOVERNANCE
  }

  /** Status of a policy. */
  public enum Status {
    /** Applied. */
    ACTIVE,
    /** Not yet applied. */
    PROPOSED,
    /** No longer applied. */
    DEPRECATED,
    /** Currently not applied. */
    SUSPENDED,
    /** Kept as a record. */
    ARCHIVED
  }

  /** Copies the list. */
  public Policy {
    operations = List.copyOf(operations);
  }

  /**
   * Returns the decision on a violation of this policy, {@link Decision#REJECT} at most: a policy
   * cannot begin an emergency.
   */
  public Decision decision() {
    if (enforcement >= REJECTS) {
      return Decision.REJECT;
    }
    return enforcement > 0 ? Decision.MONITOR : Decision.ACCEPT;
  }
}
