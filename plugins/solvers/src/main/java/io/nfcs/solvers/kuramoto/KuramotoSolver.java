package io.nfcs.solvers.kuramoto;

import io.nfcs.solvers.kuramoto.simd.PhaseKernels;
import io.nfcs.solvers.kuramoto.simd.PhaseKernels.Turn;
import io.nfcs.solvers.kuramoto.simd.PhaseState;
import io.nfcs.tick.StateReader;
import io.nfcs.tick.StateWriter;
import java.util.Arrays;
import java.util.Objects;

/**
 * Coupled oscillators with lags and control, advanced by the classical Runge-Kutta scheme of order
 * 4.
 *
 * <p>d theta_i / dt = omega_i + s sum_j K_ij sin(theta_j - theta_i - a_ij) + u_i (Kuramoto 1975;
 * lags: Sakaguchi and Kuramoto 1986), not divided by N; s is a factor that may change between
 * steps. Phases are kept in [-pi, pi). The same calls give the same bits on every machine.
 *
 * <p><b>Units.</b> Phases in rad, omega and u in rad per time unit. <b>Threads.</b> One at a time.
 * <b>Allocates.</b> Only when made. <b>Fails.</b> With {@link IllegalArgumentException} on wrong
 * lengths and values that are not finite, and with {@link ArithmeticException} on a step in which
 * an oscillator may turn by more than {@link #LARGEST_TURN}; the solver is then as before.
 */
public final class KuramotoSolver {
  /** Largest turn of an oscillator in a step, rad: beyond it angles are not exact. */
  public static final double LARGEST_TURN = 1e5;

  /** Format of the saved state; another layout has another number. */
  private static final int FORMAT = 1;

  private final int size;
  private final double dt;
  private final Coupling coupling;
  private final PhaseKernels kernels;
  private final PhaseState state;
  private final double[] omega;
  private final Turn turn;
  private final double strength;
  private double factor = 1;
  private double fastest;

  /**
   * Starts with all phases 0, factor 1 and no control.
   *
   * @param coupling of the oscillators
   * @param omega natural frequency of each
   * @param dt time step, above 0
   */
  public KuramotoSolver(Coupling coupling, double[] omega, double dt) {
    this(coupling, omega, dt, PhaseKernels.best());
  }

  KuramotoSolver(Coupling coupling, double[] omega, double dt, PhaseKernels kernels) {
    size = coupling.size();
    this.coupling = coupling;
    this.kernels = kernels;
    this.dt = checkStep(dt);
    this.omega = check("omega", omega).clone();
    state = new PhaseState(size);
    turn = new Turn(coupling.lag());
    strength = coupling.form().strength();
    control(0.0);
    kernels.settle(state);
  }

  /** Returns the bytes of {@link #save}. */
  public int stateBytes() {
    return 2 * Integer.BYTES + 3 * size * Double.BYTES;
  }

  /**
   * Writes the phases: format and number as {@code int}, then the phases, their sines and their
   * cosines, as the last step left them. Factor and control are not saved.
   */
  public void save(StateWriter to) {
    to.writeInt(FORMAT);
    to.writeInt(size);
    to.writeDoubles(state.theta(), 0, size);
    to.writeDoubles(state.sin(), 0, size);
    to.writeDoubles(state.cos(), 0, size);
  }

  /**
   * Restores phases of as many oscillators, atomically.
   *
   * @throws IllegalArgumentException if it is not a saved state of such
   */
  public void restore(StateReader from) {
    from.expect("format", FORMAT);
    from.expect("oscillators", size);
    double[] theta = from.readFinite("phase", size);
    double[] sin = from.readFinite("sine", size);
    double[] cos = from.readFinite("cosine", size);
    from.expectEnd();
    for (double phase : theta) {
      if (Math.abs(phase) > Math.PI) {
        throw new IllegalArgumentException("state has phase " + phase + ", expected -pi..pi");
      }
    }
    System.arraycopy(theta, 0, state.theta(), 0, size);
    System.arraycopy(sin, 0, state.sin(), 0, size);
    System.arraycopy(cos, 0, state.cos(), 0, size);
  }

  /** Returns the number of oscillators. */
  public int size() {
    return size;
  }

  /** Sets the phases; any angle up to 1e5 rad is accepted and wrapped. */
  public void phases(double[] theta) {
    System.arraycopy(check("phases", theta), 0, state.theta(), 0, size);
    kernels.settle(state);
  }

  /** Copies the phases, each in [-pi, pi), to the start of an array. */
  public void copyPhases(double[] to) {
    System.arraycopy(state.theta(), 0, to, 0, size);
  }

  /** Returns the phase of oscillator i, in [-pi, pi). */
  public double phase(int i) {
    return state.theta()[Objects.checkIndex(i, size)];
  }

  /** Sets the factor on the whole coupling. */
  public void scale(double factor) {
    checkFinite("scale", factor);
    turn.scale(factor);
    this.factor = factor;
  }

  /** Sets the control of every oscillator to the same value. */
  public void control(double u) {
    checkFinite("control", u);
    fastest = 0;
    for (int i = 0; i < size; i++) {
      drive(i, omega[i] + u);
    }
  }

  /** Sets the control of each oscillator. */
  public void control(double[] u) {
    check("control", u);
    fastest = 0;
    for (int i = 0; i < size; i++) {
      drive(i, omega[i] + u[i]);
    }
  }

  private void drive(int i, double rate) {
    state.drive()[i] = rate;
    fastest = Math.max(fastest, Math.abs(rate));
  }

  /** Returns the largest turn of an oscillator in a step with the present settings, rad. */
  public double turn() {
    return dt * (fastest + Math.abs(factor) * strength);
  }

  /**
   * Advances by n time steps; does nothing if n is 0 or negative.
   *
   * @throws ArithmeticException if {@link #turn} is above {@link #LARGEST_TURN}; nothing is changed
   */
  public void step(int n) {
    if (!(turn() <= LARGEST_TURN)) {
      throw new ArithmeticException(
          "an oscillator may turn by " + turn() + " rad in a step, expected at most 100000");
    }
    CouplingForm form = coupling.form();
    for (int i = 0; i < n; i++) {
      kernels.begin(state);
      form.sums(kernels, state);
      kernels.advance(state, turn, 1.0, 0.5 * dt);
      form.sums(kernels, state);
      kernels.advance(state, turn, 2.0, 0.5 * dt);
      form.sums(kernels, state);
      kernels.advance(state, turn, 2.0, dt);
      form.sums(kernels, state);
      kernels.finish(state, turn, dt / 6);
    }
  }

  /** Returns the order parameter R = |mean of e^(i theta)|, 0 (incoherent) to 1 (all equal). */
  public double orderParameter() {
    double c = kernels.sum(state.cos(), size);
    double s = kernels.sum(state.sin(), size);
    return Math.min(1.0, Math.sqrt(c * c + s * s) / size);
  }

  /** Returns the phase psi of the mean of e^(i theta), in [-pi, pi]. */
  public double meanPhase() {
    return StrictMath.atan2(kernels.sum(state.sin(), size), kernels.sum(state.cos(), size));
  }

  private double[] check(String what, double[] values) {
    if (values.length != size) {
      throw new IllegalArgumentException(
          what + ": " + values.length + " values, allowed: " + size + ", one an oscillator");
    }
    Arrays.stream(values).forEach(v -> checkFinite(what, v));
    return values;
  }

  private static void checkFinite(String what, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(what + ": " + value + ", allowed: finite");
    }
  }

  private static double checkStep(double dt) {
    if (!(dt > 0 && dt < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("dt: " + dt + ", allowed: finite and above 0");
    }
    return dt;
  }
}
