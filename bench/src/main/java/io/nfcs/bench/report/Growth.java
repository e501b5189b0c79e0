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
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Mode;

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
  private static final int LEAST_VALUES = 3;

  /**
   * A measured quantity.
   *
   * @param title what it is called
   * @param shows what it shows
   * @param lines one for each peer, at each value of the number; {@code null} where there is none
   */
  record Chart(String title, String shows, Map<String, List<@Nullable Double>> lines) {}

  /**
   * The growth of each benchmark that has one, by unit; where there are two results, the later
   * counts.
   */
  static List<Growth> of(List<JmhResult> results) {
    Map<List<String>, List<JmhResult>> benchmarks = new LinkedHashMap<>();
    for (JmhResult result : results) {
      benchmarks
          .computeIfAbsent(
              List.of(result.type(), result.mode(), result.unit()), _ -> new ArrayList<>())
          .add(result);
    }
    List<Growth> found = new ArrayList<>();
    for (List<JmhResult> benchmark : benchmarks.values()) {
      String over = over(benchmark);
      if (over != null) {
        found.add(of(benchmark, over));
      }
    }
    return found;
  }

  private static Growth of(List<JmhResult> results, String over) {
    JmhResult first = results.getFirst();
    List<Double> values = List.copyOf(numbers(results, over));
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
    Class<?> type = type(first.type());
    counters(type)
        .forEach((name, shows) ->
            charts.add(new Chart(name, shows, lines.of(each -> each.counters().get(name)))));
    charts.removeIf(chart -> chart.lines().isEmpty());
    charts.add(
        new Chart(
            Mode.deepValueOf(first.mode()).longLabel(), first.unit(), lines.of(JmhResult::score)));
    return new Growth(
        first.type().substring(first.type().lastIndexOf('.') + 1).replaceFirst("Benchmark$", ""),
        type == null ? "" : shows(type.getAnnotation(Shows.class)),
        over,
        values,
        charts,
        first.where());
  }

  /** The number with the most values, or {@code null} if none has enough of them. */
  private static @Nullable String over(List<JmhResult> results) {
    String over = null;
    int most = LEAST_VALUES - 1;
    for (String name : results.getFirst().parameters().keySet()) {
      int count = numbers(results, name).size();
      if (count > most) {
        over = name;
        most = count;
      }
    }
    return over;
  }

  /** The values of a parameter, none if one of them is no number. */
  private static Set<Double> numbers(List<JmhResult> results, String parameter) {
    Set<Double> numbers = new TreeSet<>();
    for (JmhResult result : results) {
      try {
        numbers.add(Double.valueOf(result.parameters().getOrDefault(parameter, "")));
      } catch (NumberFormatException e) {
        return Set.of();
      }
    }
    return numbers;
  }

  /** Counters that say what they show, in the order of their fields. */
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
    Map<String, List<@Nullable Double>> of(Function<JmhResult, @Nullable Double> quantity) {
      Map<String, List<@Nullable Double>> lines = new LinkedHashMap<>();
      for (JmhResult result : results) {
        Double value = quantity.apply(result);
        if (value != null) {
          lines
              .computeIfAbsent(name(result), _ -> new ArrayList<>(empty()))
              .set(values.indexOf(Double.valueOf(result.parameters().get(over))), value);
        }
      }
      return lines;
    }

    private List<@Nullable Double> empty() {
      List<@Nullable Double> empty = new ArrayList<>();
      values.forEach(_ -> empty.add(null));
      return empty;
    }

    /** The method, and what else tells it from the others. */
    private String name(JmhResult result) {
      StringBuilder name = new StringBuilder(result.method());
      for (String parameter : varying) {
        name.append(", ").append(parameter).append(' ').append(result.parameters().get(parameter));
      }
      return name.toString();
    }
  }
}
