package io.nfcs.counters;

/**
 * A timer of one kind of operation, for all operations or a sample.
 *
 * <p><b>Threads.</b> Any; operations may overlap and nest. <b>Allocates</b> nothing, waits for
 * nothing and throws nothing: it is called on the path of each look-up.
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

  /** Begins an operation; returns the argument of {@link #end}, which means nothing to others. */
  long begin();

  /** Ends the operation that began. One that fails is never ended, and so not recorded. */
  void end(long begun);
}
