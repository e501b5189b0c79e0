package io.nfcs.tick;

/**
 * What the loop wants done to the model on the next tick: the only way back from the last stage to
 * the first.
 *
 * <p><b>Threads.</b> Owned by whoever owns its tick. <b>Allocates</b> only when made.
 */
public final class ControlIntent {
  private double field;
  private double modules;

  /** No control. */
  public ControlIntent() {}

  /** Uniform additive control u of the field equation. */
  public double field() {
    return field;
  }

  /** Sets the uniform additive control of the field equation. */
  public void field(double u) {
    field = u;
  }

  /** Uniform additive control of every oscillator, in rad per time unit. */
  public double modules() {
    return modules;
  }

  /** Sets the uniform additive control of every oscillator. */
  public void modules(double u) {
    modules = u;
  }

  /** Becomes equal to {@code other}. */
  public void copyFrom(ControlIntent other) {
    field = other.field;
    modules = other.modules;
  }

  /** Back to no control. */
  public void clear() {
    field = 0.0;
    modules = 0.0;
  }
}
