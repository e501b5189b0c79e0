package io.nfcs.command;

/** Numbers of things, as a person writes them: 1 round, 2 rounds. */
public final class Counted {
  private Counted() {}

  /** So many of what is one, with an s if there are several. */
  public static String of(long number, String one) {
    return of(number, one, one + "s");
  }

  /** So many of what is one or several. */
  public static String of(long number, String one, String several) {
    return number + " " + (number == 1 ? one : several);
  }
}
