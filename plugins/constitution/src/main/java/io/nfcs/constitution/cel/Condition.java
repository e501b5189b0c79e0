package io.nfcs.constitution.cel;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.Map;
import java.util.Set;

/**
 * A compiled and checked condition.
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
   * Returns whether the condition is true; it is not if it cannot be evaluated, for lack of a
   * deciding value or for another reason. Never throws, and takes some milliseconds at most.
   *
   * @param variables asked during the call only, on the caller's thread; a text must not be longer
   *     than {@link ConditionCompiler#MAX_TEXT}, for which the limit of work was computed
   */
  public boolean holds(Variables variables) {
    try {
      return Boolean.TRUE.equals(program.eval(variables::find));
    } catch (CelEvaluationException | RuntimeException | StackOverflowError | OutOfMemoryError e) {
      return false;
    }
  }

  /** Returns the variables of the condition. */
  public Set<String> read() {
    return read;
  }

  /**
   * Returns the numbers that a variable is compared with, for variables that are only compared: the
   * condition is the same for any two values in the same interval between them.
   */
  public Map<String, Set<Double>> cuts() {
    return cuts;
  }
}
