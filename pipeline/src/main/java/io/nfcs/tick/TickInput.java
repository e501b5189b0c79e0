package io.nfcs.tick;

/**
 * The input of one tick from outside the stages. It is journalled in full, so the tick can be
 * executed again from its record and the states before it.
 *
 * <p><b>Threads.</b> Owned by the owner of its tick. <b>Allocates</b> only when made.
 */
public final class TickInput {
  private final ControlIntent control = new ControlIntent();
  private final double[] parameters;
  private final Payload tokens;
  private final Payload actions;
  private int degradation;

  /** Creates an input with all parameters 0 and empty payloads. */
  public TickInput(TickShape shape) {
    parameters = new double[shape.parameters().size()];
    tokens = new Payload(shape.payloadBytes());
    actions = new Payload(shape.payloadBytes());
  }

  /** Returns the control intent that was in force when the tick began. */
  public ControlIntent control() {
    return control;
  }

  /** Returns the number of parameters, as in {@link TickShape#parameters()}. */
  public int parameterCount() {
    return parameters.length;
  }

  /** Returns the value of a parameter on this tick. */
  public double parameter(int index) {
    return parameters[index];
  }

  /** Sets a parameter; it keeps the value on later ticks until it is set again. */
  public void parameter(int index, double value) {
    parameters[index] = value;
  }

  /** Returns the token batch of this tick; empty if there is none. */
  public Payload tokens() {
    return tokens;
  }

  /** Returns the actions to be judged on this tick; empty if there are none. */
  public Payload actions() {
    return actions;
  }

  /** Returns whether a degrade step is in force on this tick. */
  public boolean isDegraded(DegradeStep step) {
    return (degradation & step.bit()) != 0;
  }

  /** Returns the degrade steps in force, a bit each, as of {@link DegradeStep#bit}; 0 for none. */
  public int degradation() {
    return degradation;
  }

  /** Sets the degrade steps in force, which stay until set again. */
  public void degradation(int bits) {
    degradation = bits;
  }

  /** Becomes equal to {@code other}, which must have the same shape. */
  public void copyFrom(TickInput other) {
    control.copyFrom(other.control);
    System.arraycopy(other.parameters, 0, parameters, 0, parameters.length);
    tokens.copyFrom(other.tokens);
    actions.copyFrom(other.actions);
    degradation = other.degradation;
  }
}
