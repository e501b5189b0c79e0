package io.nfcs.solvers.cgl;

import io.nfcs.tick.StateReader;
import io.nfcs.tick.StateWriter;
import org.jspecify.annotations.Nullable;

/**
 * The field of a run, advanced tick by tick: in full, or with less work when time is short.
 *
 * <p>With fewer steps a tick takes half as many, rounded up, each as much longer. On a coarser grid
 * the field has half as many points along each axis until it is advanced in full again; its planes
 * always are those of the whole grid, and modes beyond the coarse grid are lost. Where a step would
 * become longer than 1, or the coarse grid smaller than {@value #SMALLEST} points, that way is the
 * full one.
 *
 * <p><b>Threads.</b> One at a time. <b>Allocates</b> when made, and when a reduced way is first
 * taken. <b>Fails</b> as {@link CglSolver} does, with an {@link IllegalArgumentException} on a
 * start that is not finite, and with an {@link ArithmeticException} where the field would no longer
 * be finite; it is then as before.
 */
final class CglField {
  private static final int SMALLEST = 16;

  /** Format of the saved state; another layout has another number. */
  private static final int FORMAT = 1;

  private static final int FEWER = 1;
  private static final int COARSER = 2;

  private final CglParameters parameters;
  private final int substeps;
  private final boolean richardson;
  private final double[] re;
  private final double[] im;
  private final @Nullable Way[] ways = new @Nullable Way[4];
  private Way current;

  /**
   * Creates a field at its start.
   *
   * @param parameters equation, grid and step
   * @param substeps steps of a tick
   * @param richardson whether to use the scheme of order 4
   * @param start field at the start
   */
  public CglField(CglParameters parameters, int substeps, boolean richardson, InitialField start) {
    this.parameters = parameters;
    this.substeps = substeps;
    this.richardson = richardson;
    re = start.re().clone();
    im = start.im().clone();
    current = new Way(0, false, false);
    ways[0] = current;
    current.load();
    if (!current.solver.isFinite()) {
      throw new IllegalArgumentException("the start of the field is not finite");
    }
  }

  /** Returns the real plane, nx ny values, row-major; changed by {@link #advance}. */
  public double[] re() {
    return re;
  }

  /** Returns the imaginary plane, as {@link #re} does the real one; neither must be changed. */
  public double[] im() {
    return im;
  }

  /**
   * Advances by one tick. A change of the way costs a transfer between the grids.
   *
   * @param control u, additive and uniform
   * @param damping rate at which the field is damped besides, applied at once for the whole tick
   * @param isFewer whether to take fewer steps
   * @param isCoarser whether to use the coarser grid
   * @throws ArithmeticException if the field would no longer be finite; it is then as before
   * @throws IllegalArgumentException if the control or the factor of the damping is not finite; the
   *     field is then as before
   */
  public void advance(double control, double damping, boolean isFewer, boolean isCoarser) {
    Way way = way(isFewer && hasFewer(), isCoarser && hasCoarser());
    if (way != current) {
      current = way;
      way.load();
    }
    way.solver.control(control, 0);
    if (damping != 0) {
      way.solver.scale(StrictMath.exp(-damping * substeps * parameters.dt()));
    }
    way.advance();
    if (!way.solver.isFinite()) {
      way.restore();
      throw new ArithmeticException(
          "the field is no longer finite under control " + control + " and damping " + damping);
    }
    way.store();
  }

  /** Returns the largest number of bytes of {@link #save}. */
  public int stateBytes() {
    int cells = re.length + (hasCoarser() ? re.length / 4 : 0);
    return 4 * Integer.BYTES + 2 * cells * Double.BYTES;
  }

  /**
   * Writes the state.
   *
   * <pre>
   *   0  format, nx, ny        int
   *  12  way it is advanced    int, 1 for fewer steps + 2 for the coarser grid
   *  16  re, im                nx ny doubles each
   *      re, im of the coarse  a fourth of them, where that is the way
   * </pre>
   *
   * <p>The coarse field is saved by itself: the whole field is made from it only after a tick that
   * succeeded, and restoring does not make it from the whole one again.
   */
  public void save(StateWriter to) {
    to.writeInt(FORMAT);
    to.writeInt(parameters.nx());
    to.writeInt(parameters.ny());
    to.writeInt(current.index);
    to.writeDoubles(re, 0, re.length);
    to.writeDoubles(im, 0, im.length);
    if (current.transfer != null) {
      to.writeDoubles(current.ownRe, 0, current.ownRe.length);
      to.writeDoubles(current.ownIm, 0, current.ownIm.length);
    }
  }

  /**
   * Restores a state of a field of the same grid, atomically.
   *
   * @throws IllegalArgumentException if the bytes are not such a state
   */
  public void restore(StateReader from) {
    from.expect("format", FORMAT);
    from.expect("nx", parameters.nx());
    from.expect("ny", parameters.ny());
    int index = from.readCount("way", (hasFewer() ? FEWER : 0) + (hasCoarser() ? COARSER : 0));
    boolean isCoarser = (index & COARSER) != 0;
    int own = isCoarser ? re.length / 4 : 0;
    double[] newRe = from.readFinite("field", re.length);
    double[] newIm = from.readFinite("field", im.length);
    double[] newOwnRe = from.readFinite("coarse field", own);
    double[] newOwnIm = from.readFinite("coarse field", own);
    from.expectEnd();
    current = way((index & FEWER) != 0, isCoarser);
    System.arraycopy(newRe, 0, re, 0, re.length);
    System.arraycopy(newIm, 0, im, 0, im.length);
    System.arraycopy(newOwnRe, 0, current.ownRe, 0, own);
    System.arraycopy(newOwnIm, 0, current.ownIm, 0, own);
    current.restore();
  }

  private boolean hasFewer() {
    return substeps * parameters.dt() <= fewer();
  }

  private int fewer() {
    return (substeps + 1) / 2;
  }

  private boolean hasCoarser() {
    return Math.min(parameters.nx(), parameters.ny()) >= 2 * SMALLEST;
  }

  private Way way(boolean isFewer, boolean isCoarser) {
    int index = (isFewer ? FEWER : 0) + (isCoarser ? COARSER : 0);
    Way made = ways[index];
    if (made == null) {
      made = new Way(index, isFewer, isCoarser);
      ways[index] = made;
    }
    return made;
  }

  /** One way to advance; it holds the field while it is the current one. */
  private final class Way {
    private final int index;
    private final CglSolver solver;
    private final int steps;
    private final @Nullable GridTransfer transfer;
    private final double[] ownRe;
    private final double[] ownIm;

    Way(int index, boolean isFewer, boolean isCoarser) {
      this.index = index;
      steps = isFewer ? fewer() : substeps;
      double dt = isFewer ? substeps * parameters.dt() / steps : parameters.dt();
      int nx = isCoarser ? parameters.nx() / 2 : parameters.nx();
      int ny = isCoarser ? parameters.ny() / 2 : parameters.ny();
      transfer = isCoarser ? new GridTransfer(parameters.nx(), parameters.ny()) : null;
      ownRe = isCoarser ? new double[nx * ny] : re;
      ownIm = isCoarser ? new double[nx * ny] : im;
      solver =
          new CglSolver(
              new CglParameters(
                  nx,
                  ny,
                  parameters.lengthX(),
                  parameters.lengthY(),
                  parameters.c1(),
                  parameters.c3(),
                  dt));
    }

    void load() {
      if (transfer != null) {
        transfer.restrict(re, im, ownRe, ownIm);
      }
      solver.load(ownRe, ownIm);
    }

    void advance() {
      if (richardson) {
        solver.advanceRichardson(steps);
      } else {
        solver.advance(steps);
      }
    }

    /** Restores the field as it was last stored or loaded. */
    void restore() {
      solver.load(ownRe, ownIm);
    }

    void store() {
      solver.store(ownRe, ownIm);
      if (transfer != null) {
        transfer.prolong(ownRe, ownIm, re, im);
      }
    }
  }
}
