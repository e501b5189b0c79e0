package io.nfcs.pipeline.store;

import io.nfcs.table.Register;
import java.util.function.LongSupplier;

/**
 * The number of rows that a table must have, from counts and additions; it is persistent, so that
 * deleted rows are noticed at any time. The number is never larger than the rows that were written:
 * it is lowered before a removal and raised after an addition, so a kill in between hides a loss at
 * most, and never reports one that is none.
 *
 * <p><b>Threads.</b> One.
 */
final class KnownRows {
  private final LongSupplier count;
  private final Register register;
  private long known;
  private boolean isShort;
  private boolean isExact;

  /**
   * Creates the known rows of a table.
   *
   * @param count counts the rows
   * @param register persistent number
   */
  KnownRows(LongSupplier count, Register register) {
    this.count = count;
    this.register = register;
    known = register.get(0);
  }

  /** Counts the rows, and returns whether some are missing. */
  boolean check() {
    isShort = count.getAsLong() < known;
    return isShort;
  }

  /** Takes the present number of rows as complete. */
  void recount() {
    known = count.getAsLong();
    isShort = false;
    isExact = true;
    register.set(known);
  }

  /** Expects a number of rows fewer, which are about to be removed. */
  void removing(int rows) {
    known -= rows;
    register.set(known);
  }

  /** Counts again at the next addition, since a removal has failed. */
  void unsure() {
    isExact = false;
  }

  /**
   * Adds a number of rows; the first ones of a process may exist already, written before a kill.
   */
  void added(int rows) {
    if (isExact || isShort) {
      known += rows;
      register.set(known);
    } else {
      recount();
    }
  }
}
