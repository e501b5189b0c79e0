package io.nfcs.bench.report;

import io.nfcs.bench.Shows;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How what a benchmark measures grows with one of its numbers: a parameter, or how many threads
 * there are, that has three values at least.
 *
 * @param name name of the benchmark
 * @param shows what it shows, empty if it does not say
 * @param over name of the number
 * @param values values of the number, from the least
 * @param charts one for each counter that says what it shows, and one for the score
 * @param where what measured it, for people
 */
record Growth(
    String name, String shows, String over, List<Double> values, List<Chart> charts, String where) {
  /**
   * A measured quantity.
   *
   * @param title what it is called
   * @param shows what it shows
   * @param lines one for each peer, at each value of the number; {@code null} where there is none
   */
  record Chart(String title, String shows, Map<String, List<@Nullable JmhScore>> lines) {}

  /**
   * Returns the growth of each benchmark that has one; where there are two results for one point,
   * the later counts.
   */
  static List<Growth> of(List<JmhResult> results) {
    List<Growth> found = new ArrayList<>();
    for (JmhBenchmark benchmark : JmhBenchmark.of(results)) {
      String over = benchmark.over();
      if (over != null) {
        found.add(of(benchmark, over));
      }
    }
    return found;
  }

  private static Growth of(JmhBenchmark benchmark, String over) {
    List<JmhResult> results = benchmark.results();
    JmhResult first = results.getFirst();
    List<Double> values = List.copyOf(benchmark.values(over));
    Set<String> varying = new LinkedHashSet<>();
    for (JmhResult result : results) {
      result
          .parameters()
          .forEach((name, value) -> {
            if (!name.equals(over) && !value.equals(first.parameters().get(name))) {
              varying.add(name);
            }
          });
    }
    Lines lines = new Lines(results, over, values, varying);
    List<Chart> charts = new ArrayList<>();
    Class<?> type = type(benchmark.type());
    counters(type)
        .forEach((name, shows) ->
            charts.add(new Chart(name, shows, lines.of(each -> each.counters().get(name)))));
    charts.removeIf(chart -> chart.lines().isEmpty());
    charts.add(
        new Chart(benchmark.mode().longLabel(), benchmark.unit(), lines.of(JmhResult::score)));
    return new Growth(
        benchmark.name(),
        type == null ? "" : shows(type.getAnnotation(Shows.class)),
        over,
        values,
        charts,
        benchmark.where());
  }

  /** Returns the counters that say what they show, in the order of their fields. */
  private static Map<String, String> counters(@Nullable Class<?> type) {
    Map<String, String> counters = new LinkedHashMap<>();
    Stream.of(type == null ? new Class<?>[0] : type.getDeclaredClasses())
        .map(Class::getDeclaredFields)
        .flatMap(Stream::of)
        .filter(field -> field.isAnnotationPresent(Shows.class))
        .forEach((Field field) ->
            counters.put(field.getName(), shows(field.getAnnotation(Shows.class))));
    return counters;
  }

  private static String shows(@Nullable Shows shows) {
    return shows == null ? "" : shows.value();
  }

  private static @Nullable Class<?> type(String name) {
    try {
      return Class.forName(name, false, Growth.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      // of another build: it has its scores, and nobody who says what they show
      return null;
    }
  }

  /** Results as the lines of charts. */
  private record Lines(
      List<JmhResult> results, String over, List<Double> values, Collection<String> varying) {
    Map<String, List<@Nullable JmhScore>> of(Function<JmhResult, @Nullable JmhScore> quantity) {
      Map<String, List<@Nullable JmhScore>> lines = new LinkedHashMap<>();
      for (JmhResult result : results) {
        JmhScore score = quantity.apply(result);
        if (score != null) {
          lines
              .computeIfAbsent(name(result), _ -> new ArrayList<>(empty()))
              .set(values.indexOf(Double.valueOf(result.parameters().get(over))), score);
        }
      }
      return lines;
    }

    private List<@Nullable JmhScore> empty() {
      List<@Nullable JmhScore> empty = new ArrayList<>();
      values.forEach(_ -> empty.add(null));
      return empty;
    }

    /** Returns the method, and what else tells it from the others. */
    private String name(JmhResult result) {
      StringBuilder name = new StringBuilder(result.method());
      for (String parameter : varying) {
        name.append(", ").append(parameter).append(' ').append(result.parameters().get(parameter));
      }
      return name.toString();
    }
  }
}
