package io.nfcs.lab.suite;

import io.nfcs.lab.Conditions;
import io.nfcs.lab.statistics.ChangePoints;
import io.nfcs.lab.statistics.ChangePoints.ChangePoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Trend of a value from run to run, under the conditions of the latest run.
 *
 * @param name of the value
 * @param runs the runs that have it, in the order of time
 * @param series its values
 * @param changes changes of its level
 */
record Trend(String name, List<HistoryEntry> runs, List<Double> series, List<ChangePoint> changes) {
  private static final double SIGNIFICANCE = 0.001;
  private static final double MIN_SHIFT = 0.01;

  /** Returns the trends of all values of a history; runs under other conditions are left out. */
  public static List<Trend> of(List<HistoryEntry> history) {
    List<HistoryEntry> comparable = comparable(history);
    Set<String> names = new TreeSet<>();
    comparable.forEach(run -> names.addAll(run.values().keySet()));
    return names.stream().map(name -> of(name, comparable)).toList();
  }

  /** Returns the runs under the same conditions as the latest. */
  public static List<HistoryEntry> comparable(List<HistoryEntry> history) {
    return history.stream()
        .filter(run ->
            Conditions.mismatches(run.environment(), history.getLast().environment(), Set.of())
                .isEmpty())
        .toList();
  }

  private static Trend of(String name, List<HistoryEntry> comparable) {
    List<HistoryEntry> runs = new ArrayList<>();
    List<Double> series = new ArrayList<>();
    for (HistoryEntry run : comparable) {
      Double value = run.values().get(name);
      if (value != null && Double.isFinite(value)) {
        runs.add(run);
        series.add(value);
      }
    }
    double[] values = series.stream().mapToDouble(Double::doubleValue).toArray();
    return new Trend(name, runs, series, ChangePoints.find(values, SIGNIFICANCE, MIN_SHIFT));
  }
}
