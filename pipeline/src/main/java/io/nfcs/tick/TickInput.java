package io.nfcs.tick;

/**
 * Everything that goes into one tick from outside the stages. It is journalled in full, so the tick
 * can be executed again from its record alone and the states before it.
 *
 * <p><b>Threads.</b> Owned by whoever owns its tick. <b>Allocates</b> only when made.
 */
public final class TickInput {
  private final ControlIntent control = new ControlIntent();
  private final double[] parameters;
  private final Payload tokens;
  private final Payload actions;
  private int degradation;

  /** An input with all parameters 0 and empty payloads. */
  public TickInput(TickShape shape) {
    parameters = new double[shape.parameters().size()];
    tokens = new Payload(shape.payloadBytes());
    actions = new Payload(shape.payloadBytes());
  }

  /** The control intent that was in force when the tick began. */
  public ControlIntent control() {
    return control;
  }

  /** Number of parameters, as in {@link TickShape#parameters()}. */
  public int parameterCount() {
    return parameters.length;
  }

  /** Value of a parameter on this tick. */
  public double parameter(int index) {
    return parameters[index];
  }

  /** Sets a parameter; it keeps the value on later ticks until it is set again. */
  public void parameter(int index, double value) {
    parameters[index] = value;
  }

  /** The token batch of this tick; empty if there is none. */
  public Payload tokens() {
    return tokens;
  }

  /** The actions to be judged on this tick; empty if there are none. */
  public Payload actions() {
    return actions;
  }

  /** Whether stages are to do with less on this tick, in the way of a step. */
  public boolean isDegraded(DegradeStep step) {
    return (degradation & step.bit()) != 0;
  }

  /** The steps in force, a bit each. */
  public int degradation() {
    return degradation;
  }

  /** Sets the steps in force; they stay until they are set again. */
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
