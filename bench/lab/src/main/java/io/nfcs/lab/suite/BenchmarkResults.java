package io.nfcs.lab.suite;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Results of the suite, or of a part of it.
 *
 * @param at time at which it began
 * @param codeVersion version and commit of the code
 * @param environment fingerprint of machine and JVM
 * @param measurements all values by component, in the order in which they were measured
 */
record BenchmarkResults(
    Instant at,
    String codeVersion,
    Map<String, String> environment,
    Map<String, List<Measurement>> measurements) {
  /** Returns whether all values meet their targets and goals. */
  public boolean isMet() {
    return measurements.values().stream().flatMap(List::stream).allMatch(Measurement::isMet);
  }
}
