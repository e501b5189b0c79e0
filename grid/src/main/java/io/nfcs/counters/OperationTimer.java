package io.nfcs.counters;

/**
 * A timer of one kind of operation, for all operations or a sample.
 *
 * <p><b>Threads.</b> Any. <b>Allocates</b> nothing.
 */
public interface OperationTimer {
  /** Times nothing. */
  OperationTimer NONE =
      new OperationTimer() {
        @Override
        public long begin() {
          return 0;
        }

        @Override
        public void end(long begun) {
          // nothing is kept
        }
      };

  /** Begins an operation; returns the argument of {@link #end}. */
  long begin();

  /** Ends the operation that began; a failed one is not recorded. */
  void end(long begun);
}
