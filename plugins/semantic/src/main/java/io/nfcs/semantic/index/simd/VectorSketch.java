package io.nfcs.semantic.index.simd;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** The vector kernels: four vectors of shorts at a time, as many lanes as the machine has. */
final class VectorSketch extends SketchKernels {
  private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Byte> BYTES =
      VectorSpecies.of(byte.class, VectorShape.forBitSize(SHORTS.vectorBitSize() / 2));
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final int STEP = SHORTS.length();
  private static final int BLOCK = 4 * STEP;

  @Override
  public int scan(MemorySegment sketch, int groups, short[] query, int limit, int[] survivors) {
    int found = 0;
    short least = (short) limit;
    for (int group = 0; group < groups; group++) {
      for (int block = 0; block < LANES; block += BLOCK) {
        long at = (long) group * GROUP_BYTES + block;
        if (!mayHaveSurvivors(sketch, at, query, least)) {
          continue;
        }
        for (int step = 0; step < BLOCK; step += STEP) {
          long lanes = survivors(sketch, at + step, query, least);
          for (; lanes != 0; lanes &= lanes - 1) {
            int lane = block + step + Long.numberOfTrailingZeros(lanes);
            survivors[found++] = group * LANES + lane;
          }
        }
      }
    }
    return found;
  }

  /** The first stage alone, which most blocks do not survive. */
  private static boolean mayHaveSurvivors(
      MemorySegment sketch, long at, short[] query, short limit) {
    ShortVector a = ShortVector.zero(SHORTS);
    ShortVector b = a;
    ShortVector c = a;
    ShortVector d = a;
    for (int row = 0; row <= FIRST_REST; row++) {
      long p = at + (long) row * LANES;
      ShortVector q = ShortVector.broadcast(SHORTS, query[row]);
      a = a.add(load(sketch, p).mul(q));
      b = b.add(load(sketch, p + STEP).mul(q));
      c = c.add(load(sketch, p + 2L * STEP).mul(q));
      d = d.add(load(sketch, p + 3L * STEP).mul(q));
    }
    return a.max(b).max(c.max(d)).compare(VectorOperators.GE, limit).anyTrue();
  }

  /** Both stages for one vector of lanes. */
  private static long survivors(MemorySegment sketch, long at, short[] query, short limit) {
    ShortVector sums = ShortVector.zero(SHORTS);
    for (int row = 0; row < HALF; row++) {
      sums = sums.add(load(sketch, at + (long) row * LANES).mul(query[row]));
    }
    ShortVector bounds =
        sums.add(load(sketch, at + (long) FIRST_REST * LANES).mul(query[FIRST_REST]));
    for (int row = FIRST_REST + 1; row < ROWS; row++) {
      sums = sums.add(load(sketch, at + (long) row * LANES).mul(query[row]));
    }
    return sums.min(bounds).compare(VectorOperators.GE, limit).toLong();
  }

  private static ShortVector load(MemorySegment sketch, long at) {
    return (ShortVector)
        ByteVector.fromMemorySegment(BYTES, sketch, at, ByteOrder.LITTLE_ENDIAN)
            .convertShape(VectorOperators.B2S, SHORTS, 0);
  }

  @Override
  public void project(float[] basis, float[] vector, float[] coordinates) {
    int bound = FLOATS.loopBound(vector.length);
    for (int i = 0; i < COORDINATES; i++) {
      int row = i * vector.length;
      FloatVector sums = FloatVector.zero(FLOATS);
      for (int k = 0; k < bound; k += FLOATS.length()) {
        sums =
            FloatVector.fromArray(FLOATS, basis, row + k)
                .fma(FloatVector.fromArray(FLOATS, vector, k), sums);
      }
      float sum = sums.reduceLanes(VectorOperators.ADD);
      for (int k = bound; k < vector.length; k++) {
        sum += basis[row + k] * vector[k];
      }
      coordinates[i] = sum;
    }
  }
}
