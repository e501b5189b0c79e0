package io.nfcs.tick;

/**
 * The control of the model for the next tick: the only way back from the last stage to the first.
 *
 * <p><b>Threads.</b> Owned by the owner of its tick. <b>Allocates</b> only when made. <b>Fails.</b>
 * A value that is not finite is refused with an {@link ArithmeticException}; the intent is then as
 * before.
 */
public final class ControlIntent {
  /** Number of values; index of {@link #value}. */
  public static final int VALUES = 5;

  /** Index of the control of the field. */
  public static final int FIELD = 0;

  /** Index of the control of the modules. */
  public static final int MODULES = 1;

  /** Index of the factor on the coupling. */
  public static final int COUPLING = 2;

  /** Index of the rate of damping. */
  public static final int DAMPING = 3;

  /** Index of the limit of tokens. */
  public static final int TOKEN_LIMIT = 4;

  /** No control: nothing is added, damped or limited, and the coupling stays as it is. */
  private static final double[] NONE = {0, 0, 1, 0, 1};

  private final double[] values = NONE.clone();

  /** Creates an intent without control. */
  public ControlIntent() {}

  /** Returns the uniform additive control u of the field equation. */
  public double field() {
    return values[FIELD];
  }

  /** Sets the uniform additive control of the field equation. */
  public void field(double u) {
    values[FIELD] = Finite.check("control of the field", u);
  }

  /** Returns the uniform additive control of every oscillator, in rad per time unit. */
  public double modules() {
    return values[MODULES];
  }

  /** Sets the uniform additive control of every oscillator. */
  public void modules(double u) {
    values[MODULES] = Finite.check("control of the modules", u);
  }

  /** Returns the factor on the coupling of the oscillators, 1 for none. */
  public double coupling() {
    return values[COUPLING];
  }

  /** Sets the factor on the coupling. */
  public void coupling(double factor) {
    values[COUPLING] = Finite.check("factor on the coupling", factor);
  }

  /** Returns the rate of the field's additional damping per time unit, 0 for none. */
  public double damping() {
    return values[DAMPING];
  }

  /** Sets the rate of damping. */
  public void damping(double rate) {
    values[DAMPING] = Finite.check("rate of damping", rate);
  }

  /** Returns the risk above which tokens are filtered, 0..1. */
  public double tokenLimit() {
    return values[TOKEN_LIMIT];
  }

  /** Sets the largest risk of a token. */
  public void tokenLimit(double risk) {
    values[TOKEN_LIMIT] = Finite.check("limit of tokens", risk);
  }

  /** Returns the {@code index}-th value, for codecs that treat all alike. */
  public double value(int index) {
    return values[index];
  }

  /** Sets the {@code index}-th value, for codecs; unlike the other setters, it checks nothing. */
  public void value(int index, double value) {
    values[index] = value;
  }

  /** Becomes equal to {@code other}. */
  public void copyFrom(ControlIntent other) {
    System.arraycopy(other.values, 0, values, 0, VALUES);
  }

  /** Resets to no control. */
  public void clear() {
    System.arraycopy(NONE, 0, values, 0, VALUES);
  }
}
