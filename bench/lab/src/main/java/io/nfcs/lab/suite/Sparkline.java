package io.nfcs.lab.suite;

import java.util.List;

/** A series of numbers as one line of blocks. */
final class Sparkline {
  private static final String BLOCKS = "▁▂▃▄▅▆▇█";
  private static final int WIDTH = 40;

  private Sparkline() {}

  /**
   * Returns the last values, from the smallest to the largest of them; flat if all are the same.
   */
  static String of(List<Double> series) {
    List<Double> shown = series.subList(Math.max(0, series.size() - WIDTH), series.size());
    double low = shown.stream().mapToDouble(Double::doubleValue).min().orElse(0);
    double high = shown.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    StringBuilder line = new StringBuilder();
    for (double value : shown) {
      double share = high == low ? 0.5 : (value - low) / (high - low);
      int block = (int) Math.min(BLOCKS.length() - 1, share * BLOCKS.length());
      line.append(BLOCKS.charAt(block));
    }
    return line.toString();
  }
}
