package io.nfcs.semantic.index.simd;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The scalar twin. */
final class ScalarSketch extends SketchKernels {
  @Override
  public int scan(
      MemorySegment sketch, int first, int groups, short[] query, int limit, int[] survivors) {
    int found = 0;
    for (int g = 0; g < groups; g++) {
      for (int lane = 0; lane < LANES; lane++) {
        if (isLarge(sketch, first + g, lane, query, limit)) {
          survivors[found++] = g * LANES + lane;
        }
      }
    }
    return found;
  }

  @Override
  public void project(float[] basis, float[] vector, float[] coordinates) {
    for (int i = 0; i < COORDINATES; i++) {
      int row = i * vector.length;
      double sum = 0;
      for (int k = 0; k < vector.length; k++) {
        sum += (double) basis[row + k] * vector[k];
      }
      coordinates[i] = (float) sum;
    }
  }

  @Override
  public float dot(MemorySegment vectors, long offset, float[] other) {
    double sum = 0;
    for (int k = 0; k < other.length; k++) {
      float component = vectors.get(ValueLayout.JAVA_FLOAT, offset + (long) k * Float.BYTES);
      sum += (double) component * other[k];
    }
    return (float) sum;
  }

  private static boolean isLarge(
      MemorySegment sketch, int group, int lane, short[] query, int limit) {
    int sum = 0;
    for (int row = 0; row < ROWS; row++) {
      int product = query[row] * sketch.get(ValueLayout.JAVA_BYTE, offset(group, row) + lane);
      if (row != FIRST_REST && row != SECOND_REST && row != THIRD_REST) {
        sum += product;
      } else if (sum + product < limit) {
        return false;
      }
    }
    return true;
  }
}
