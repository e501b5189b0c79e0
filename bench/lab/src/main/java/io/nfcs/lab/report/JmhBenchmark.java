package io.nfcs.lab.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All results of one benchmark: of the same class, mode and unit.
 *
 * @param name name of the class for people, with its package if another class has it too
 * @param results one at least
 */
record JmhBenchmark(String name, List<JmhResult> results) {
  /** Values that a number needs before a benchmark counts as growing with it. */
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
    Map<String, Long> types =
        results.stream()
            .map(JmhResult::type)
            .distinct()
            .collect(Collectors.groupingBy(JmhBenchmark::simpleName, Collectors.counting()));
    return benchmarks.values().stream()
        .map(each -> {
          String type = each.getFirst().type();
          String name = simpleName(type);
          return new JmhBenchmark(types.getOrDefault(name, 1L) > 1 ? type : name, each);
        })
        .toList();
  }

  private static String simpleName(String type) {
    String name = type.substring(type.lastIndexOf('.') + 1);
    return name.replaceFirst("(?<=.)Benchmark$", "");
  }

  String type() {
    return results.getFirst().type();
  }

  JmhMode mode() {
    return results.getFirst().mode();
  }

  String unit() {
    return results.getFirst().unit();
  }

  /** Returns the name, with the parts that distinguish it from benchmarks of the same name. */
  String heading(List<JmhBenchmark> all) {
    List<JmhBenchmark> same = all.stream().filter(each -> each.name.equals(name)).toList();
    List<String> parts = new ArrayList<>();
    if (same.stream().map(JmhBenchmark::mode).distinct().count() > 1) {
      parts.add(mode().label());
    }
    if (same.stream().map(JmhBenchmark::unit).distinct().count() > 1) {
      parts.add(unit());
    }
    return parts.isEmpty() ? name : name + " (" + String.join(", ", parts) + ")";
  }

  /**
   * Returns the number with the most values, or {@code null} if none has enough of them; of two
   * with equally many values, the one that more results have.
   */
  @Nullable String over() {
    String over = null;
    int most = LEAST_VALUES - 1;
    int widest = 0;
    for (Map.Entry<String, SortedSet<Double>> number : numbers().entrySet()) {
      int count = number.getValue().size();
      int width = with(number.getKey()).size();
      if (count > most || (count == most && over != null && width > widest)) {
        over = number.getKey();
        most = count;
        widest = width;
      }
    }
    return over;
  }

  /** Returns the results that have a number: a method may lack it, or one result may. */
  List<JmhResult> with(String number) {
    return results.stream().filter(result -> !Double.isNaN(result.number(number))).toList();
  }

  /** Returns the values of each number, from the least. */
  private Map<String, SortedSet<Double>> numbers() {
    Map<String, SortedSet<Double>> numbers = new LinkedHashMap<>();
    for (JmhResult result : results) {
      for (String name : result.parameters().keySet()) {
        double value = result.number(name);
        if (!Double.isNaN(value)) {
          numbers.computeIfAbsent(name, _ -> new TreeSet<>()).add(value);
        }
      }
    }
    return numbers;
  }

  /** Returns a line with the number of values of each number. */
  String counts() {
    String counts =
        numbers().entrySet().stream()
            .map(number -> {
              int count = number.getValue().size();
              return number.getKey() + " has " + count + (count == 1 ? " value" : " values");
            })
            .collect(Collectors.joining(", "));
    return "%s (%s, %s): %s"
        .formatted(name(), mode().label(), unit(), counts.isEmpty() ? "no numbers" : counts);
  }
}
