package io.nfcs.lab.load;

import java.util.random.RandomGenerator;

/** Distribution of the time between the operations of a user. */
enum Arrivals {
  /** At random, independent of each other: a Poisson process. */
  POISSON {
    @Override
    double gap(RandomGenerator random) {
      return random.nextExponential();
    }
  },
  /** At equal distances. */
  FIXED {
    @Override
    double gap(RandomGenerator random) {
      return 1;
    }
  };

  /** Returns the time from one operation to the next, in units of the mean time. */
  abstract double gap(RandomGenerator random);
}
