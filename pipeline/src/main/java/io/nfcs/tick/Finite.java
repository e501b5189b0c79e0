package io.nfcs.tick;

/** Check for finite numbers, the only ones that a stage may hand on. */
final class Finite {
  private Finite() {}

  static double check(String what, double value) {
    if (!Double.isFinite(value)) {
      throw new ArithmeticException(what + " is " + value + ", expected a finite number");
    }
    return value;
  }
}
