package io.nfcs.bench.replay;

import java.util.List;

/**
 * Passes that were measured at the same time, taking turns.
 *
 * @param base passes of each JVM of the base
 * @param candidate passes of each JVM of the candidate
 */
record Round(List<List<PassTimes>> base, List<List<PassTimes>> candidate) {
  /** For each tick the mean logarithm of the candidate's time over the base's. */
  double[] logRatios(int column) {
    double[] ratios = meanLogs(candidate, column);
    double[] reference = meanLogs(base, column);
    for (int tick = 0; tick < ratios.length; tick++) {
      ratios[tick] -= reference[tick];
    }
    return ratios;
  }

  /** How the last JVM of the base differs from its first, in the mean; 0 if there is one only. */
  double floor(int column) {
    double[] first = meanLogs(List.of(base.getFirst()), column);
    double[] last = meanLogs(List.of(base.getLast()), column);
    double sum = 0;
    for (int tick = 0; tick < first.length; tick++) {
      sum += last[tick] - first[tick];
    }
    return sum / first.length;
  }

  static double[] meanLogs(List<List<PassTimes>> forks, int column) {
    double[] means = new double[forks.getFirst().getFirst().ticks()];
    double passes = forks.stream().mapToInt(List::size).sum();
    for (List<PassTimes> fork : forks) {
      for (PassTimes pass : fork) {
        for (int tick = 0; tick < means.length; tick++) {
          means[tick] += Math.log(Math.max(1, (double) pass.nanos(tick, column))) / passes;
        }
      }
    }
    return means;
  }
}
