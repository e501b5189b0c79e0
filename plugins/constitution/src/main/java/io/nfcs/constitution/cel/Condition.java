package io.nfcs.constitution.cel;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.Map;
import java.util.Set;

/**
 * A condition that is compiled and checked.
 *
 * <p><b>Threads.</b> Any: immutable. <b>Allocates</b> per evaluation.
 */
public final class Condition {
  private final CelRuntime.Program program;
  private final Map<String, Set<Double>> cuts;
  private final Set<String> read;

  Condition(CelRuntime.Program program, Map<String, Set<Double>> cuts, Set<String> read) {
    this.program = program;
    this.cuts = cuts;
    this.read = read;
  }

  /**
   * Returns whether it is true; what cannot be evaluated, for lack of a value that decides or
   * whatever else fails, is not.
   */
  public boolean holds(Variables variables) {
    try {
      return Boolean.TRUE.equals(program.eval(variables::find));
    } catch (CelEvaluationException | RuntimeException | StackOverflowError | OutOfMemoryError e) {
      return false;
    }
  }

  /** Returns the variables it reads. */
  public Set<String> read() {
    return read;
  }

  /**
   * The numbers that a variable is compared with, for variables of which nothing else matters: the
   * condition is the same for any two values that lie between the same two of them.
   */
  public Map<String, Set<Double>> cuts() {
    return cuts;
  }
}
