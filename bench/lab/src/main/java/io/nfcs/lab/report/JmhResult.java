package io.nfcs.lab.report;

import java.util.Map;

/**
 * A result of JMH: a benchmark with one set of parameters.
 *
 * @param type name of the class
 * @param method name of the method
 * @param mode meaning of the score
 * @param parameters by name, and the number of threads
 * @param unit of the score
 * @param score of the benchmark itself
 * @param counters scores of the benchmark's own counters, and of profilers
 * @param where environment of the measurement, for people
 */
record JmhResult(
    String type,
    String method,
    JmhMode mode,
    Map<String, String> parameters,
    String unit,
    JmhScore score,
    Map<String, JmhScore> counters,
    String where) {
  /** Name of the number of threads among the parameters. */
  static final String THREADS = "threads";

  /** Returns a parameter as a number, {@code NaN} if it is missing or not a finite number. */
  double number(String parameter) {
    try {
      double number = Double.parseDouble(parameters.getOrDefault(parameter, ""));
      // the sum makes -0 and 0 one value
      return Double.isFinite(number) ? number + 0.0 : Double.NaN;
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
