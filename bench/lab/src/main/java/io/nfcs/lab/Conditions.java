package io.nfcs.lab;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Comparison of two fingerprints: checks whether times measured under them are comparable. */
public final class Conditions {
  private static final List<String> DECISIVE =
      List.of("cpu", "cores", "arch", "governor", "jvm", "flags");

  /** Prefix of properties that a launcher or a test sets and no time depends on. */
  private static final String OWN_PROPERTY = "-Dnfcs.";

  private Conditions() {}

  /**
   * Returns the differences, by key.
   *
   * @param onPurpose keys that may differ
   */
  public static Map<String, String> mismatches(
      Map<String, String> base, Map<String, String> candidate, Set<String> onPurpose) {
    Map<String, String> mismatches = new LinkedHashMap<>();
    for (String key : DECISIVE) {
      String left = value(base, key);
      String right = value(candidate, key);
      if (!onPurpose.contains(key) && !left.equals(right)) {
        mismatches.put(key, left + " and " + right);
      }
    }
    return mismatches;
  }

  private static String value(Map<String, String> environment, String key) {
    String value = environment.getOrDefault(key, "unknown");
    return key.equals("flags")
        ? Arrays.stream(value.split(" ", -1))
            .filter(flag -> !flag.startsWith(OWN_PROPERTY))
            .collect(Collectors.joining(" "))
        : value;
  }
}
