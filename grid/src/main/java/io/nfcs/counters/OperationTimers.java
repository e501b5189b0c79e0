package io.nfcs.counters;

/**
 * Timers of operations, by their names.
 *
 * <p><b>Threads.</b> Any.
 */
@FunctionalInterface
public interface OperationTimers {
  /** Timers that time nothing. */
  OperationTimers NONE = operation -> OperationTimer.NONE;

  /** Returns the timer of an operation; one name always has the same timer. */
  OperationTimer of(String operation);
}
