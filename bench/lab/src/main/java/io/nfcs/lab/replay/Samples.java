package io.nfcs.lab.replay;

import io.nfcs.lab.replay.Comparison.Latency;
import io.nfcs.pipeline.timing.Quantiles;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.HdrHistogram.Histogram;

/**
 * All samples of a measurement.
 *
 * @param rounds the rounds
 * @param stages names of the stages
 */
record Samples(List<Round> rounds, List<String> stages) {
  private static final long HIGHEST_NANOS = 3_600_000_000_000L;

  static final Function<Round, List<List<PassTimes>>> BASE = Round::base;
  static final Function<Round, List<List<PassTimes>>> CANDIDATE = Round::candidate;

  int ticks() {
    return rounds.getFirst().base().getFirst().getFirst().ticks();
  }

  /** Returns how many ticks were measured on either side. */
  long measuredTicks() {
    return rounds.stream()
        .flatMap(round -> round.base().stream())
        .mapToLong(fork -> (long) fork.size() * ticks())
        .sum();
  }

  /** Returns the series of paired differences, one for each pair of JVMs. */
  double[][] logRatios(int column) {
    return rounds.stream().flatMap(round -> round.logRatios(column)).toArray(double[][]::new);
  }

  double floor(int column) {
    return rounds.stream().mapToDouble(round -> round.floor(column)).average().orElse(0);
  }

  Quantiles quantiles(Function<Round, List<List<PassTimes>>> side, int column) {
    return Quantiles.ofNanos(histogram(side, column));
  }

  Histogram histogram(Function<Round, List<List<PassTimes>>> side, int column) {
    Histogram histogram = new Histogram(HIGHEST_NANOS, 3);
    for (Round round : rounds) {
      for (List<PassTimes> fork : side.apply(round)) {
        for (PassTimes pass : fork) {
          for (int tick = 0; tick < pass.ticks(); tick++) {
            histogram.recordValue(Math.clamp(pass.nanos(tick, column), 0, HIGHEST_NANOS));
          }
        }
      }
    }
    return histogram;
  }

  /**
   * Returns the lateness, and the latency of ticks from their wake-up and from their intended
   * start.
   */
  Map<String, Latency> latencies() {
    Map<String, Latency> latencies = new LinkedHashMap<>();
    latencies.put("lateness", latency(PassTimes.LATENESS));
    latencies.put("service", latency(PassTimes.TICK));
    latencies.put("intended", latency(PassTimes.INTENDED));
    return latencies;
  }

  private Latency latency(int column) {
    return new Latency(quantiles(BASE, column), quantiles(CANDIDATE, column));
  }
}
