package io.nfcs.counters;

/** Timers of operations, by their names. */
@FunctionalInterface
public interface OperationTimers {
  /** Timers that time nothing. */
  OperationTimers NONE = operation -> OperationTimer.NONE;

  /** The timer of an operation; the same for the same name. */
  OperationTimer of(String operation);
}
