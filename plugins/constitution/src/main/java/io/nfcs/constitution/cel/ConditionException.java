package io.nfcs.constitution.cel;

import java.io.Serial;

/** A condition that cannot be used, and where in its text. */
public final class ConditionException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final int line;
  private final int column;

  ConditionException(int line, int column, String message) {
    super(message);
    this.line = line;
    this.column = column;
  }

  /** Line in the condition, from 1. */
  public int line() {
    return line;
  }

  /** Column in the line, from 0. */
  public int column() {
    return column;
  }
}
