package io.nfcs.lab.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Growth of the results of a benchmark with one of its numbers: a parameter, or the number of
 * threads, that has at least three values.
 *
 * @param name name of the benchmark, unlike those of the others
 * @param shows its description, empty if there is none
 * @param over name of the number
 * @param values values of the number, from the least
 * @param charts one for each counter with a description, and one for the score
 * @param where environment of the measurement, for people
 * @param leftOut count of the results that are not in the charts, as they do not have the number
 */
record Growth(
    String name,
    String shows,
    String over,
    List<Double> values,
    List<Chart> charts,
    String where,
    int leftOut) {
  /**
   * A measured quantity.
   *
   * @param title name of the quantity
   * @param shows its description
   * @param lines one for each peer, at each value of the number; {@code null} where there is no
   *     value
   */
  record Chart(String title, String shows, Map<String, List<@Nullable JmhScore>> lines) {}

  /**
   * Returns the growth of each benchmark that has such a number; of two results for one point the
   * later counts.
   */
  static List<Growth> of(List<JmhResult> results) {
    List<Growth> found = new ArrayList<>();
    List<JmhBenchmark> benchmarks = JmhBenchmark.of(results);
    for (JmhBenchmark benchmark : benchmarks) {
      String over = benchmark.over();
      if (over != null) {
        found.add(of(benchmark, benchmark.heading(benchmarks), over));
      }
    }
    return found;
  }

  private static Growth of(JmhBenchmark benchmark, String heading, String over) {
    List<JmhResult> results = benchmark.with(over);
    Lines lines = Lines.of(results, over);
    List<Chart> charts = new ArrayList<>();
    Descriptions.counters(benchmark.type())
        .forEach((name, shows) ->
            charts.add(new Chart(name, shows, lines.of(each -> each.counters().get(name)))));
    charts.removeIf(chart -> chart.lines().isEmpty());
    charts.add(new Chart(benchmark.mode().title(), benchmark.unit(), lines.of(JmhResult::score)));
    return new Growth(
        heading,
        Descriptions.of(benchmark.type()),
        over,
        lines.values(),
        charts,
        lines.where(),
        benchmark.results().size() - results.size());
  }

  /**
   * The results that are shown, as the lines of charts.
   *
   * @param values values of the number, from the least
   * @param results of each line, by the value of the number
   */
  private record Lines(List<Double> values, Map<String, Map<Double, JmhResult>> results) {
    static Lines of(List<JmhResult> results, String over) {
      SortedSet<Double> values = new TreeSet<>();
      Set<String> varying = varying(results, over);
      Map<String, Map<Double, JmhResult>> lines = new LinkedHashMap<>();
      for (JmhResult result : results) {
        double value = result.number(over);
        values.add(value);
        lines.computeIfAbsent(name(result, varying), _ -> new LinkedHashMap<>()).put(value, result);
      }
      return new Lines(List.copyOf(values), lines);
    }

    Map<String, List<@Nullable JmhScore>> of(Function<JmhResult, @Nullable JmhScore> quantity) {
      Map<String, List<@Nullable JmhScore>> lines = new LinkedHashMap<>();
      results.forEach((name, line) -> {
        List<@Nullable JmhScore> scores = new ArrayList<>();
        for (Double value : values) {
          JmhResult result = line.get(value);
          scores.add(result == null ? null : quantity.apply(result));
        }
        if (scores.stream().anyMatch(Objects::nonNull)) {
          lines.put(name, scores);
        }
      });
      return lines;
    }

    /**
     * Returns the environment of the shown results: one sentence, or one for each way they differ.
     */
    String where() {
      return results.values().stream()
          .flatMap(line -> line.values().stream())
          .map(JmhResult::where)
          .distinct()
          .collect(Collectors.joining("; "));
    }

    private static Set<String> varying(List<JmhResult> results, String over) {
      Set<String> names = new LinkedHashSet<>();
      results.forEach(result -> names.addAll(result.parameters().keySet()));
      names.remove(over);
      Map<String, String> first = results.getFirst().parameters();
      names.removeIf(name ->
          results.stream()
              .allMatch(each -> Objects.equals(each.parameters().get(name), first.get(name))));
      return names;
    }

    /** Returns the method, and the parameters that distinguish it from the others. */
    private static String name(JmhResult result, Set<String> varying) {
      StringBuilder name = new StringBuilder(result.method());
      for (String parameter : varying) {
        String value = result.parameters().get(parameter);
        if (value != null) {
          name.append(", ").append(parameter).append(' ').append(value);
        }
      }
      return name.toString();
    }
  }
}
