package io.nfcs.command;

/** Texts of counted things: 1 round, 2 rounds. */
public final class Counted {
  private Counted() {}

  /** Returns a number with its noun, which gets an s unless the number is 1. */
  public static String of(long number, String one) {
    return of(number, one, one + "s");
  }

  /** Returns a number with its noun in the singular or plural. */
  public static String of(long number, String one, String several) {
    return number + " " + (number == 1 ? one : several);
  }
}
