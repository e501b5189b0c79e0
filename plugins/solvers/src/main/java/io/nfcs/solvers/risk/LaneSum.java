package io.nfcs.solvers.risk;

import java.util.Arrays;

/**
 * A sum in eight partial sums: term j goes to partial sum j mod 8, and they are combined in one
 * order, so that its bits are the same on every machine and for every vector length.
 *
 * <p><b>Threads.</b> One at a time. <b>Allocates.</b> Only when made.
 */
final class LaneSum {
  private static final int LANES = 8;
  private final double[] part = new double[LANES];

  void clear() {
    Arrays.fill(part, 0.0);
  }

  /** Adds a term to the partial sum of its index. */
  void add(int index, double term) {
    part[index & (LANES - 1)] += term;
  }

  double total() {
    return ((part[0] + part[4]) + (part[2] + part[6]))
        + ((part[1] + part[5]) + (part[3] + part[7]));
  }
}
