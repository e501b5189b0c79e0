package io.nfcs.constitution.cel;

import java.io.Serial;

/** Thrown for an unusable condition, with the place in its text. */
public final class ConditionException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final int line;
  private final int column;

  ConditionException(int line, int column, String message) {
    super(message);
    this.line = line;
    this.column = column;
  }

  /** Returns the line in the condition, from 1. */
  public int line() {
    return line;
  }

  /** Returns the column in the line, from 0. */
  public int column() {
    return column;
  }
}
