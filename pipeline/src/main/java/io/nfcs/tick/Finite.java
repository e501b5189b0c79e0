package io.nfcs.tick;

/** What a stage may hand on: numbers. */
final class Finite {
  private Finite() {}

  static double check(String what, double value) {
    if (!Double.isFinite(value)) {
      throw new ArithmeticException(what + " is " + value + ", expected a finite number");
    }
    return value;
  }
}
