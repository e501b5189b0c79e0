package io.nfcs.semantic.index.simd;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
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
  public int scan(
      MemorySegment sketch, int first, int groups, short[] query, int limit, int[] survivors) {
    int found = 0;
    short least = (short) limit;
    for (int group = 0; group < groups; group++) {
      for (int block = 0; block < LANES; block += BLOCK) {
        if (!mayHaveSurvivors(sketch, first + group, block, query, least)) {
          continue;
        }
        for (int lane = block; lane < block + BLOCK; lane += STEP) {
          long lanes = survivors(sketch, first + group, lane, query, least);
          for (; lanes != 0; lanes &= lanes - 1) {
            survivors[found++] = group * LANES + lane + Long.numberOfTrailingZeros(lanes);
          }
        }
      }
    }
    return found;
  }

  /** Returns whether a block survives the first and the second stage; most do not. */
  private static boolean mayHaveSurvivors(
      MemorySegment sketch, int group, int lane, short[] query, short limit) {
    ShortVector a = ShortVector.zero(SHORTS);
    ShortVector b = a;
    ShortVector c = a;
    ShortVector d = a;
    long at = offset(group, 0) + lane;
    for (int row = 0; row <= SECOND_REST; row++, at += LANES) {
      ShortVector q = ShortVector.broadcast(SHORTS, query[row]);
      ShortVector nextA = a.add(load(sketch, at).mul(q));
      ShortVector nextB = b.add(load(sketch, at + STEP).mul(q));
      ShortVector nextC = c.add(load(sketch, at + 2L * STEP).mul(q));
      ShortVector nextD = d.add(load(sketch, at + 3L * STEP).mul(q));
      if (row != FIRST_REST && row != SECOND_REST) {
        a = nextA;
        b = nextB;
        c = nextC;
        d = nextD;
        continue;
      }
      ShortVector most = nextA.max(nextB).max(nextC.max(nextD));
      if (!most.compare(VectorOperators.GE, limit).anyTrue()) {
        return false;
      }
      at = offset(group, row + 1) + lane - LANES;
    }
    return true;
  }

  /** Returns the lanes of one vector that survive all stages. */
  private static long survivors(
      MemorySegment sketch, int group, int lane, short[] query, short limit) {
    ShortVector sums = ShortVector.zero(SHORTS);
    ShortVector bounds = ShortVector.broadcast(SHORTS, Short.MAX_VALUE);
    for (int row = 0; row < ROWS; row++) {
      ShortVector next = sums.add(load(sketch, offset(group, row) + lane).mul(query[row]));
      if (row != FIRST_REST && row != SECOND_REST && row != THIRD_REST) {
        sums = next;
      } else {
        bounds = bounds.min(next);
      }
    }
    return bounds.compare(VectorOperators.GE, limit).toLong();
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

  @Override
  public float dot(MemorySegment vectors, long offset, float[] other) {
    int bound = FLOATS.loopBound(other.length);
    FloatVector sums = FloatVector.zero(FLOATS);
    for (int k = 0; k < bound; k += FLOATS.length()) {
      long at = offset + (long) k * Float.BYTES;
      sums =
          FloatVector.fromMemorySegment(FLOATS, vectors, at, ByteOrder.LITTLE_ENDIAN)
              .fma(FloatVector.fromArray(FLOATS, other, k), sums);
    }
    float sum = sums.reduceLanes(VectorOperators.ADD);
    for (int k = bound; k < other.length; k++) {
      sum += vectors.get(ValueLayout.JAVA_FLOAT, offset + (long) k * Float.BYTES) * other[k];
    }
    return sum;
  }
}
