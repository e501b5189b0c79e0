package io.nfcs.constitution;

import io.nfcs.tick.ControlIntent;
import io.nfcs.tick.StateReader;
import io.nfcs.tick.StateWriter;
import java.util.List;

/**
 * A plan that shapes the control intent of a tick by its decision: it reduces and smooths the
 * feedback of the intent, and sets damping, coupling and the limit of tokens.
 *
 * <p>u = s u' + (1 - s) a u0, with the feedback u0, the amplitude a, and s of the former control u'
 * kept.
 *
 * <p><b>Threads.</b> One at a time. <b>Allocates</b> only when made.
 */
final class ControlPlan {
  /** Number of bytes that {@link #save} writes. */
  public static final int STATE_BYTES = 2 * Double.BYTES;

  private final double[] amplitude;
  private final double[] smoothing;
  private final double[] damping;
  private final double[] coupling;
  private final double[] tokenLimit;
  private double field;
  private double modules;

  /** Creates a plan without a former control. */
  public ControlPlan(ControlSettings settings) {
    amplitude = array(settings.amplitude());
    smoothing = array(settings.smoothing());
    damping = array(settings.damping());
    coupling = array(settings.coupling());
    tokenLimit = array(settings.tokenLimit());
  }

  /**
   * Shapes an intent.
   *
   * @param decision 0 accept, 1 monitor, 2 reject, 3 emergency
   * @param intent the feedback of this tick; on return the control of the next
   * @throws ArithmeticException if a control is not finite; the former control is then unchanged
   */
  public void shape(int decision, ControlIntent intent) {
    double kept = smoothing[decision];
    double taken = (1 - kept) * amplitude[decision];
    intent.field(kept * field + taken * intent.field());
    intent.modules(kept * modules + taken * intent.modules());
    field = intent.field();
    modules = intent.modules();
    intent.damping(damping[decision]);
    intent.coupling(coupling[decision]);
    intent.tokenLimit(tokenLimit[decision]);
  }

  /** Writes the former control of the field and of the modules. */
  public void save(StateWriter to) {
    to.writeDouble(field);
    to.writeDouble(modules);
  }

  /**
   * Reads a former control.
   *
   * @throws IllegalArgumentException if it is not one; this object is then unusable
   */
  public void restore(StateReader from) {
    field = from.readFinite("control of the field");
    modules = from.readFinite("control of the modules");
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
