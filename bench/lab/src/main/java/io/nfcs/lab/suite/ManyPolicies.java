package io.nfcs.lab.suite;

import io.nfcs.constitution.PolicySet;

/**
 * Texts with any number of policies: the four fundamental ones, and others that compare numbers.
 */
public final class ManyPolicies {
  private static final int FUNDAMENTAL = 4;

  private ManyPolicies() {}

  /** Returns the text of that many policies. */
  public static String text(int count) {
    StringBuilder text = new StringBuilder(PolicySet.builtIn().text());
    for (int i = FUNDAMENTAL; i < count; i++) {
      text.append(
          "  P%d: {condition: 'risk_level <= %.3f && data_retention_days < %d'}%n"
              .formatted(i, 0.5 + i / 1000.0, 365 + i));
    }
    return text.toString();
  }
}
