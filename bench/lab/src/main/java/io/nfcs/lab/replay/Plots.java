package io.nfcs.lab.replay;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * Data of the plots of a comparison.
 *
 * <p><b>Units.</b> Microseconds.
 *
 * @param nines positions of the quantiles: 1 stands for the 90th percentile, 2 for the 99th and so
 *     on
 * @param baseQuantiles quantiles of the base's ticks
 * @param candidateQuantiles quantiles of the candidate's ticks
 * @param baseTicks duration of each tick on the base, as geometric mean
 * @param candidateTicks duration of each tick on the candidate
 * @param outliers single ticks that took longest, the longest first
 */
record Plots(
    List<Double> nines,
    List<Double> baseQuantiles,
    List<Double> candidateQuantiles,
    List<Double> baseTicks,
    List<Double> candidateTicks,
    List<Outlier> outliers) {
  /** Plots without data. */
  static final Plots NONE =
      new Plots(List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

  private static final double NANOS_PER_MICRO = 1e3;
  private static final int POINTS_PER_NINE = 12;
  private static final int MOST_OUTLIERS = 10;

  /** Multiple of the median from which a tick is an outlier. */
  private static final double FAR = 3;

  /** Returns the data of the plots of samples. */
  static Plots of(Samples samples) {
    List<Double> nines = new ArrayList<>();
    for (int i = 0; Math.pow(10, (double) i / POINTS_PER_NINE) <= samples.measuredTicks(); i++) {
      nines.add((double) i / POINTS_PER_NINE);
    }
    List<Outlier> outliers =
        Stream.concat(
                outliers(samples, "base", Samples.BASE).stream(),
                outliers(samples, "candidate", Samples.CANDIDATE).stream())
            .sorted(Comparator.comparingDouble(Outlier::micros).reversed())
            .limit(MOST_OUTLIERS)
            .toList();
    return new Plots(
        nines,
        quantiles(samples, Samples.BASE, nines),
        quantiles(samples, Samples.CANDIDATE, nines),
        ticks(samples, Samples.BASE),
        ticks(samples, Samples.CANDIDATE),
        outliers);
  }

  private static List<Double> quantiles(
      Samples samples, Function<Round, List<List<PassTimes>>> side, List<Double> nines) {
    Histogram histogram = samples.histogram(side, PassTimes.TICK);
    return nines.stream()
        .map(nine ->
            histogram.getValueAtPercentile(100 * (1 - Math.pow(10, -nine))) / NANOS_PER_MICRO)
        .toList();
  }

  private static List<Double> ticks(Samples samples, Function<Round, List<List<PassTimes>>> side) {
    double[] logs = new double[samples.ticks()];
    List<List<PassTimes>> forks =
        samples.rounds().stream().flatMap(round -> side.apply(round).stream()).toList();
    for (List<PassTimes> fork : forks) {
      double[] means = Round.meanLogs(fork, PassTimes.TICK);
      for (int tick = 0; tick < logs.length; tick++) {
        logs[tick] += means[tick] / forks.size();
      }
    }
    List<Double> micros = new ArrayList<>();
    for (double log : logs) {
      micros.add(Math.exp(log) / NANOS_PER_MICRO);
    }
    return micros;
  }

  private static List<Outlier> outliers(
      Samples samples, String name, Function<Round, List<List<PassTimes>>> side) {
    double far = FAR * NANOS_PER_MICRO * samples.quantiles(side, PassTimes.TICK).p50();
    List<Outlier> found = new ArrayList<>();
    for (int round = 0; round < samples.rounds().size(); round++) {
      for (List<PassTimes> fork : side.apply(samples.rounds().get(round))) {
        for (int pass = 0; pass < fork.size(); pass++) {
          PassTimes times = fork.get(pass);
          for (int tick = 0; tick < times.ticks(); tick++) {
            long nanos = times.nanos(tick, PassTimes.TICK);
            if (nanos > far) {
              String stage = longest(samples.stages(), times, tick);
              found.add(new Outlier(name, round, pass, tick, nanos / NANOS_PER_MICRO, stage));
            }
          }
        }
      }
    }
    return found;
  }

  private static String longest(List<String> stages, PassTimes times, int tick) {
    int longest = 0;
    for (int stage = 1; stage < stages.size(); stage++) {
      if (times.nanos(tick, PassTimes.FIRST_STAGE + stage)
          > times.nanos(tick, PassTimes.FIRST_STAGE + longest)) {
        longest = stage;
      }
    }
    return stages.isEmpty() ? "" : stages.get(longest);
  }

  /**
   * A tick with a far longer duration than most.
   *
   * @param side base or candidate
   * @param round round it was measured in
   * @param pass pass of its JVM
   * @param tick number of the tick
   * @param micros duration of the tick
   * @param stage the stage that took the longest part of it
   */
  public record Outlier(String side, int round, int pass, int tick, double micros, String stage) {}
}
