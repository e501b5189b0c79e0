package io.nfcs.solvers.kuramoto.simd;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/** The kernels on the Vector API, with the longest vectors of the machine up to eight lanes. */
final class VectorPhases extends PhaseKernels {
  static final VectorSpecies<Double> SPECIES =
      DoubleVector.SPECIES_PREFERRED.length() > PhaseState.LANES
          ? DoubleVector.SPECIES_512
          : DoubleVector.SPECIES_PREFERRED;
  static final int L = SPECIES.length();

  private static final Pass[] SETTLE = {
    VectorPhases::wrap, VectorAngle::reduce, VectorAngle::evaluate, VectorAngle::place
  };
  private static final Pass[] ADVANCE = {
    VectorPhases::slope, VectorAngle::reduce, VectorAngle::evaluate, VectorAngle::place
  };

  private static final Pass[] FINISH = {
    VectorPhases::slope,
    VectorPhases::end,
    VectorPhases::wrap,
    VectorAngle::reduce,
    VectorAngle::evaluate,
    VectorAngle::place
  };

  @Override
  public void settle(PhaseState p) {
    System.arraycopy(p.theta, 0, p.angle, 0, p.padded);
    run(SETTLE, p);
  }

  @Override
  public void rowSums(PhaseState p, double[] k, int pitch) {
    VectorRows.sums(p, k, pitch);
  }

  @Override
  public void rowSums(PhaseState p, float[] k, int pitch) {
    VectorRows.sums(p, k, pitch);
  }

  @Override
  public void rowSums(PhaseState p, double[] kCos, double[] kSin, int pitch) {
    VectorRows.sums(p, kCos, kSin, pitch);
  }

  @Override
  public void advance(PhaseState p, Turn turn, double weight, double reach) {
    set(p, turn, weight, reach);
    run(ADVANCE, p);
  }

  @Override
  public void finish(PhaseState p, Turn turn, double sixth) {
    set(p, turn, 1.0, 0.0);
    p.sixth = sixth;
    run(FINISH, p);
  }

  @Override
  void meanField(PhaseState p, double s, double c, double[] diagonal) {
    DoubleVector s0 = DoubleVector.broadcast(SPECIES, s);
    DoubleVector c0 = DoubleVector.broadcast(SPECIES, c);
    for (int i = 0; i < p.padded; i += L) {
      DoubleVector d = load(diagonal, i);
      d.fma(load(p.sin, i), s0).intoArray(p.sumSin, i);
      d.fma(load(p.cos, i), c0).intoArray(p.sumCos, i);
    }
  }

  private static void set(PhaseState p, Turn turn, double weight, double reach) {
    p.turnCos = turn.cos();
    p.turnSin = turn.sin();
    p.weight = weight;
    p.reach = reach;
  }

  private static void slope(PhaseState p) {
    DoubleVector tc = DoubleVector.broadcast(SPECIES, p.turnCos);
    DoubleVector ts = DoubleVector.broadcast(SPECIES, p.turnSin);
    DoubleVector w = DoubleVector.broadcast(SPECIES, p.weight);
    DoubleVector h = DoubleVector.broadcast(SPECIES, p.reach);
    for (int i = 0; i < p.padded; i += L) {
      DoubleVector a = load(p.sumSin, i);
      DoubleVector b = load(p.sumCos, i);
      DoubleVector s = tc.fma(a, ts.mul(b).neg());
      DoubleVector c = tc.fma(b, ts.mul(a));
      DoubleVector slope = load(p.cos, i).fma(s, load(p.sin, i).neg().fma(c, load(p.drive, i)));
      w.fma(slope, load(p.slope, i)).intoArray(p.slope, i);
      h.fma(slope, load(p.theta, i)).intoArray(p.angle, i);
    }
  }

  private static void end(PhaseState p) {
    DoubleVector h = DoubleVector.broadcast(SPECIES, p.sixth);
    for (int i = 0; i < p.padded; i += L) {
      h.fma(load(p.slope, i), load(p.theta, i)).intoArray(p.angle, i);
    }
  }

  private static void wrap(PhaseState p) {
    for (int i = 0; i < p.padded; i += L) {
      DoubleVector x = VectorAngle.wrap(load(p.angle, i));
      x.intoArray(p.angle, i);
      x.intoArray(p.theta, i);
    }
  }

  private static void run(Pass[] passes, PhaseState p) {
    for (Pass pass : passes) {
      pass.run(p);
    }
  }

  private static DoubleVector load(double[] a, int i) {
    return DoubleVector.fromArray(SPECIES, a, i);
  }

  /**
   * One loop over all oscillators. Called through one call site with many receivers, so that C2
   * compiles each pass by itself and never a part of one into its caller.
   */
  private interface Pass {
    void run(PhaseState p);
  }
}
