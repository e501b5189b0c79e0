package io.nfcs.lab.replay;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Passes that were measured at the same time, taking turns.
 *
 * @param base passes of each JVM of the base
 * @param candidate passes of each JVM of the candidate, at the index of the JVM of the base it is
 *     compared with
 */
record Round(List<List<PassTimes>> base, List<List<PassTimes>> candidate) {
  /**
   * Returns, for each pair of JVMs that took turns one after the other, and each tick, the mean
   * logarithm of the candidate's time over the base's.
   */
  Stream<double[]> logRatios(int column) {
    return IntStream.range(0, base.size())
        .mapToObj(pair -> {
          double[] ratios = meanLogs(candidate.get(pair), column);
          double[] reference = meanLogs(base.get(pair), column);
          for (int tick = 0; tick < ratios.length; tick++) {
            ratios[tick] -= reference[tick];
          }
          return ratios;
        });
  }

  /**
   * Returns the mean difference of the last JVM of the base from its first; 0 if there is only one.
   */
  double floor(int column) {
    double[] first = meanLogs(base.getFirst(), column);
    double[] last = meanLogs(base.getLast(), column);
    double sum = 0;
    for (int tick = 0; tick < first.length; tick++) {
      sum += last[tick] - first[tick];
    }
    return sum / first.length;
  }

  /**
   * Returns for each tick the mean logarithm of its time, over the fastest quarter of its
   * executions in a JVM: a tick does the same each time, so the causes of slower executions are
   * outside of the code (Chen and Revels 2016); they show in the quantiles.
   */
  static double[] meanLogs(List<PassTimes> passes, int column) {
    double[] means = new double[passes.getFirst().ticks()];
    long[] executions = new long[passes.size()];
    int fastest = (executions.length + 3) / 4;
    for (int tick = 0; tick < means.length; tick++) {
      for (int pass = 0; pass < executions.length; pass++) {
        executions[pass] = passes.get(pass).nanos(tick, column);
      }
      Arrays.sort(executions);
      for (int i = 0; i < fastest; i++) {
        means[tick] += Math.log(Math.max(1, (double) executions[i])) / fastest;
      }
    }
    return means;
  }
}
