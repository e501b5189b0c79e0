package io.nfcs.counters;

/**
 * Times one kind of operation, all of them or some.
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

  /** An operation begins; answers what {@link #end} wants to know. */
  long begin();

  /** The operation that began is done; one that failed is left out. */
  void end(long begun);
}
