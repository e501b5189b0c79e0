package io.nfcs.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Mode;

/**
 * All results of one benchmark: of the same class, mode and unit.
 *
 * @param results one at least
 */
record JmhBenchmark(List<JmhResult> results) {
  /** How many values a number needs before a benchmark can be said to grow with it. */
  private static final int LEAST_VALUES = 3;

  /** Returns the benchmarks of results, in the order of their first ones. */
  static List<JmhBenchmark> of(List<JmhResult> results) {
    Map<List<Object>, List<JmhResult>> benchmarks = new LinkedHashMap<>();
    for (JmhResult result : results) {
      benchmarks
          .computeIfAbsent(
              List.of(result.type(), result.mode(), result.unit()), _ -> new ArrayList<>())
          .add(result);
    }
    return benchmarks.values().stream().map(JmhBenchmark::new).toList();
  }

  String type() {
    return results.getFirst().type();
  }

  Mode mode() {
    return results.getFirst().mode();
  }

  String unit() {
    return results.getFirst().unit();
  }

  /** Returns the name for people. */
  String name() {
    return type().substring(type().lastIndexOf('.') + 1).replaceFirst("Benchmark$", "");
  }

  /** Returns what measured the results: one sentence, or one for each way they differ. */
  String where() {
    return results.stream().map(JmhResult::where).distinct().collect(Collectors.joining("; "));
  }

  /** Returns the number with the most values, or {@code null} if none has enough of them. */
  @Nullable String over() {
    String over = null;
    int most = LEAST_VALUES - 1;
    for (Map.Entry<String, SortedSet<Double>> number : numbers().entrySet()) {
      if (number.getValue().size() > most) {
        over = number.getKey();
        most = number.getValue().size();
      }
    }
    return over;
  }

  /** Returns the values of a parameter, from the least; none if one of them is not a number. */
  SortedSet<Double> values(String parameter) {
    SortedSet<Double> values = new TreeSet<>();
    for (JmhResult result : results) {
      double value = number(result.parameters().getOrDefault(parameter, ""));
      if (!Double.isFinite(value)) {
        return new TreeSet<>();
      }
      values.add(value);
    }
    return values;
  }

  /** Returns the values of each parameter that is a number in all results, from the least. */
  private Map<String, SortedSet<Double>> numbers() {
    Map<String, SortedSet<Double>> numbers = new LinkedHashMap<>();
    for (String name : results.getFirst().parameters().keySet()) {
      SortedSet<Double> values = values(name);
      if (!values.isEmpty()) {
        numbers.put(name, values);
      }
    }
    return numbers;
  }

  /** Returns a line that says how many values each number has. */
  String counts() {
    String counts =
        numbers().entrySet().stream()
            .map(number -> {
              int count = number.getValue().size();
              return number.getKey() + " has " + count + (count == 1 ? " value" : " values");
            })
            .collect(Collectors.joining(", "));
    return "%s (%s, %s): %s"
        .formatted(name(), mode().shortLabel(), unit(), counts.isEmpty() ? "no numbers" : counts);
  }

  private static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
