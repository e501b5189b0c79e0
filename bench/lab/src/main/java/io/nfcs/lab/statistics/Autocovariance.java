package io.nfcs.lab.statistics;

/** Autocovariance of a series: the dependence of its values on earlier ones. */
final class Autocovariance {
  private final double[] deviations;

  Autocovariance(double[] series) {
    double sum = 0;
    for (double value : series) {
      sum += value;
    }
    double mean = sum / series.length;
    deviations = new double[series.length];
    for (int i = 0; i < series.length; i++) {
      deviations[i] = series[i] - mean;
    }
  }

  int length() {
    return deviations.length;
  }

  /**
   * Returns the mean product of values {@code lag} apart; divided by the length, so that all are
   * positive.
   */
  double at(int lag) {
    double sum = 0;
    for (int i = 0; i + lag < deviations.length; i++) {
      sum += deviations[i] * deviations[i + lag];
    }
    return sum / deviations.length;
  }
}
