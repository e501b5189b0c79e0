package io.nfcs.solvers.cgl;

import io.nfcs.solvers.cgl.simd.CubicFlow;
import io.nfcs.solvers.cgl.simd.FieldKernels;
import io.nfcs.solvers.cgl.simd.RadixPlan;

/**
 * Symmetric splitting (Strang 1968) with steps of one size: N(h/2) L(h) N(h/2), each flow exact.
 *
 * <p>Inside a run of steps the half steps of neighbours are one N(h), and the field goes from the
 * last inverse butterfly through N(h) to the first forward one while its panel is in the cache: two
 * transforms and two sweeps over memory a step.
 *
 * <p><b>Threads.</b> One at a time.
 */
final class StrangStepper {
  private final FieldKernels kernels;
  private final RadixPlan planX;
  private final LinearFlow linear;
  private final CubicFlow halfStep;
  private final CubicFlow wholeStep;

  StrangStepper(CglParameters parameters, double h, FieldKernels kernels) {
    this.kernels = kernels;
    planX = new RadixPlan(parameters.nx());
    linear = new LinearFlow(parameters, h, kernels, planX, new RadixPlan(parameters.ny()));
    halfStep = new CubicFlow(h / 2, parameters.c3());
    wholeStep = new CubicFlow(h, parameters.c3());
  }

  LinearFlow linear() {
    return linear;
  }

  void advance(PanelField field, int steps) {
    if (steps == 0) {
      return;
    }
    open(field);
    for (int step = 1; step < steps; step++) {
      linear.apply(field);
      turn(field);
    }
    linear.apply(field);
    close(field);
  }

  private void open(PanelField field) {
    for (int p = 0; p < field.panels(); p += field.batch()) {
      kernels.cubic(field.data(), field.panel(p), field.batch() * planX.n(), halfStep);
      kernels.forwardColumns(field.data(), field.panel(p), planX, field.batch());
    }
  }

  private void turn(PanelField field) {
    for (int p = 0; p < field.panels(); p += field.batch()) {
      kernels.inverseColumns(field.data(), field.panel(p), planX, field.batch());
      kernels.cubic(field.data(), field.panel(p), field.batch() * planX.n(), wholeStep);
      kernels.forwardColumns(field.data(), field.panel(p), planX, field.batch());
    }
  }

  private void close(PanelField field) {
    for (int p = 0; p < field.panels(); p += field.batch()) {
      kernels.inverseColumns(field.data(), field.panel(p), planX, field.batch());
      kernels.cubic(field.data(), field.panel(p), field.batch() * planX.n(), halfStep);
    }
  }
}
