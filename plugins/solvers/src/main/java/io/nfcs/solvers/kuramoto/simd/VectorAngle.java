package io.nfcs.solvers.kuramoto.simd;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Angle} on vectors: the same operations on each lane in the same order.
 *
 * <p>Three short loops and not one long one: C2 (JDK 25) has a budget of nodes for one compilation,
 * about forty vector operations; a call it can no longer inline then takes its vectors boxed, from
 * the heap.
 */
final class VectorAngle {
  private static final VectorSpecies<Double> S = VectorPhases.SPECIES;

  private static final int L = VectorPhases.L;
  private static final DoubleVector TWO_OVER_PI = all(Angle.TWO_OVER_PI);
  private static final DoubleVector ROUND = all(Angle.ROUND);
  private static final DoubleVector HALF_PI_1 = all(Angle.HALF_PI_1);
  private static final DoubleVector HALF_PI_2 = all(Angle.HALF_PI_2);
  private static final DoubleVector HALF_PI_3 = all(Angle.HALF_PI_3);
  private static final DoubleVector TURNS = all(Angle.TURNS);
  private static final DoubleVector TURN_1 = all(Angle.TURN_1);
  private static final DoubleVector TURN_2 = all(Angle.TURN_2);
  private static final DoubleVector TURN_3 = all(Angle.TURN_3);
  private static final DoubleVector S1 = all(Angle.S1);
  private static final DoubleVector S2 = all(Angle.S2);
  private static final DoubleVector S3 = all(Angle.S3);
  private static final DoubleVector S4 = all(Angle.S4);
  private static final DoubleVector S5 = all(Angle.S5);
  private static final DoubleVector S6 = all(Angle.S6);
  private static final DoubleVector C1 = all(Angle.C1);
  private static final DoubleVector C2 = all(Angle.C2);
  private static final DoubleVector C3 = all(Angle.C3);
  private static final DoubleVector C4 = all(Angle.C4);
  private static final DoubleVector C5 = all(Angle.C5);
  private static final DoubleVector C6 = all(Angle.C6);
  private static final DoubleVector ONE = all(1.0);
  private static final LongVector ZERO = ONE.reinterpretAsLongs().broadcast(0);
  private static final DoubleVector HALF = all(0.5);

  private VectorAngle() {}

  /**
   * Reduces angles to their distance to the nearest multiple of pi/2; the multiple goes to "turns".
   */
  static void reduce(PhaseState p) {
    double[] angle = p.angle;
    double[] turns = p.turns;
    for (int i = 0; i < angle.length; i += L) {
      DoubleVector x = DoubleVector.fromArray(S, angle, i);
      DoubleVector t = x.fma(TWO_OVER_PI, ROUND);
      DoubleVector n = ROUND.sub(t);
      DoubleVector r = n.fma(HALF_PI_3, n.fma(HALF_PI_2, n.fma(HALF_PI_1, x)));
      t.intoArray(turns, i);
      r.intoArray(angle, i);
    }
  }

  /** Computes sines and cosines of reduced angles. */
  static void evaluate(PhaseState p) {
    double[] angle = p.angle;
    double[] sin = p.sin;
    double[] cos = p.cos;
    for (int i = 0; i < angle.length; i += L) {
      DoubleVector r = DoubleVector.fromArray(S, angle, i);
      DoubleVector z = r.mul(r);
      sine(r, z).intoArray(sin, i);
      cosine(z).intoArray(cos, i);
    }
  }

  /** Swaps and negates by the quadrant. */
  static void place(PhaseState p) {
    double[] turns = p.turns;
    double[] sin = p.sin;
    double[] cos = p.cos;
    for (int i = 0; i < turns.length; i += L) {
      LongVector q = DoubleVector.fromArray(S, turns, i).reinterpretAsLongs();
      LongVector s = DoubleVector.fromArray(S, sin, i).reinterpretAsLongs();
      LongVector c = DoubleVector.fromArray(S, cos, i).reinterpretAsLongs();
      LongVector swap = xor(s, c).and(ZERO.sub(q.and(1)));
      flip(xor(s, swap), q).intoArray(sin, i);
      flip(xor(c, swap), q.add(1)).intoArray(cos, i);
    }
  }

  static DoubleVector wrap(DoubleVector x) {
    DoubleVector n = ROUND.sub(x.fma(TURNS, ROUND));
    DoubleVector r = n.fma(TURN_3, n.fma(TURN_2, n.fma(TURN_1, x)));
    r = r.blend(r.sub(2 * Math.PI), r.compare(VectorOperators.GE, Math.PI));
    r = r.blend(r.add(2 * Math.PI), r.compare(VectorOperators.LT, -Math.PI));
    VectorMask<Double> low = x.compare(VectorOperators.GE, -Math.PI);
    return r.blend(x, low.and(x.compare(VectorOperators.LT, Math.PI)));
  }

  private static DoubleVector sine(DoubleVector r, DoubleVector z) {
    DoubleVector q = z.fma(S6, S5);
    q = z.fma(q, S4);
    q = z.fma(q, S3);
    q = z.fma(q, S2);
    return z.mul(r).fma(z.fma(q, S1), r);
  }

  private static DoubleVector cosine(DoubleVector z) {
    DoubleVector q = z.fma(C6, C5);
    q = z.fma(q, C4);
    q = z.fma(q, C3);
    q = z.fma(q, C2);
    DoubleVector half = z.mul(HALF);
    DoubleVector w = ONE.sub(half);
    DoubleVector tail = z.mul(z).fma(z.fma(q, C1), ONE.sub(w).sub(half));
    return w.add(tail);
  }

  private static DoubleVector flip(LongVector v, LongVector quadrant) {
    return xor(v, quadrant.and(2).lanewise(VectorOperators.LSHL, 62)).reinterpretAsDoubles();
  }

  private static LongVector xor(LongVector a, LongVector b) {
    return a.lanewise(VectorOperators.XOR, b);
  }

  private static DoubleVector all(double v) {
    return DoubleVector.broadcast(S, v);
  }
}
