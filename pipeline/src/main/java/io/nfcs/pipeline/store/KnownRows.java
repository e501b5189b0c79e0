package io.nfcs.pipeline.store;

import io.nfcs.table.Register;
import java.util.function.LongSupplier;

/**
 * How many rows a table must have, since so many were counted or added; it is remembered, so that
 * rows that somebody deletes are missed, whenever that is.
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
   * The rows of a table.
   *
   * @param count of the rows there are
   * @param register where it is remembered
   */
  KnownRows(LongSupplier count, Register register) {
    this.count = count;
    this.register = register;
    known = register.get(0);
  }

  /** Counts, and answers whether there are fewer than there must be. */
  boolean check() {
    isShort = count.getAsLong() < known;
    return isShort;
  }

  /** Takes those that there are for all. */
  void recount() {
    known = count.getAsLong();
    isShort = false;
    isExact = true;
    register.set(known);
  }

  /** Expects so many rows fewer, which are about to be removed on purpose. */
  void removing(int rows) {
    known -= rows;
    register.set(known);
  }

  /** Counts again when the next rows are added, since a removal has failed somewhere. */
  void unsure() {
    isExact = false;
  }

  /** So many were added; the first of a process may have been there, written before a kill. */
  void added(int rows) {
    if (isExact || isShort) {
      known += rows;
      register.set(known);
    } else {
      recount();
    }
  }
}
