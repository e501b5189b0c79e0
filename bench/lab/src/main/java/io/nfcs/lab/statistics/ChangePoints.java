package io.nfcs.lab.statistics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Changes of the level of a series: E-divisive by energy distance (Matteson and James 2014) with
 * Student's t-test in place of permutations (Hunter, Fleming et al. 2023).
 *
 * <p>The split with the largest energy distance between its two sides is a change if the t-test,
 * corrected for the number of splits examined, is significant; then both parts are searched in
 * turn.
 */
public final class ChangePoints {
  private static final int MIN_SEGMENT = 4;

  private final double[] series;
  private final double significance;
  private final double minShift;
  private final List<ChangePoint> found = new ArrayList<>();

  private ChangePoints(double[] series, double significance, double minShift) {
    this.series = series.clone();
    this.significance = significance;
    this.minShift = minShift;
  }

  /**
   * Finds the changes, in order.
   *
   * @param significance probability of an alarm in a series that does not change, such as 0.001
   * @param minShift smallest relative change of the mean that counts, such as 0.01
   */
  public static List<ChangePoint> find(double[] series, double significance, double minShift) {
    ChangePoints search = new ChangePoints(series, significance, minShift);
    search.search(0, series.length);
    search.found.sort(Comparator.comparingInt(ChangePoint::index));
    return List.copyOf(search.found);
  }

  private void search(int from, int to) {
    int split = strongestSplit(from, to);
    if (split < 0) {
      return;
    }
    ChangePoint change = test(from, split, to);
    if (change.pValue() < significance
        && Math.abs(change.after() - change.before()) >= minShift * Math.abs(change.before())) {
      found.add(change);
      search(from, split);
      search(split, to);
    }
  }

  /**
   * Returns the split of the largest energy statistic; the sums of distances within both sides and
   * across are carried from split to split.
   */
  private int strongestSplit(int from, int to) {
    double withinLeft = 0;
    double withinRight = 0;
    double across = 0;
    for (int i = from; i < to; i++) {
      for (int j = i + 1; j < to; j++) {
        withinRight += Math.abs(series[i] - series[j]);
      }
    }
    double best = Double.NEGATIVE_INFINITY;
    int bestSplit = -1;
    for (int split = from + 1; split < to; split++) {
      double toLeft = distances(series[split - 1], from, split - 1);
      double toRight = distances(series[split - 1], split, to);
      withinLeft += toLeft;
      withinRight -= toRight;
      across += toRight - toLeft;
      double m = split - from;
      double n = to - split;
      if (m >= MIN_SEGMENT && n >= MIN_SEGMENT) {
        double energy =
            2 * across / (m * n) - 2 * withinLeft / (m * (m - 1)) - 2 * withinRight / (n * (n - 1));
        double statistic = m * n / (m + n) * energy;
        if (statistic > best) {
          best = statistic;
          bestSplit = split;
        }
      }
    }
    return bestSplit;
  }

  private double distances(double value, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += Math.abs(value - series[i]);
    }
    return sum;
  }

  private ChangePoint test(int from, int split, int to) {
    double before = mean(from, split);
    double after = mean(split, to);
    int degrees = to - from - 2;
    double variance =
        (squaredDeviations(from, split, before) + squaredDeviations(split, to, after)) / degrees;
    double error = Math.sqrt(variance / (split - from) + variance / (to - split));
    int splits = to - from - 2 * MIN_SEGMENT + 1;
    double p = error == 0 ? onlyIfEqual(before, after) : pValue((after - before) / error, degrees);
    return new ChangePoint(split, before, after, Math.min(1, splits * p));
  }

  private static double onlyIfEqual(double before, double after) {
    return before == after ? 1 : 0;
  }

  private static double pValue(double t, int degrees) {
    return 2 * TDistribution.of(degrees).survivalProbability(Math.abs(t));
  }

  private double mean(int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += series[i];
    }
    return sum / (to - from);
  }

  private double squaredDeviations(int from, int to, double mean) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += (series[i] - mean) * (series[i] - mean);
    }
    return sum;
  }

  /**
   * A change.
   *
   * @param index first value of the new level
   * @param before mean of the part before it
   * @param after mean of the part from it on
   * @param pValue chance of such a difference at any split of a series that does not change
   */
  public record ChangePoint(int index, double before, double after, double pValue) {}
}
