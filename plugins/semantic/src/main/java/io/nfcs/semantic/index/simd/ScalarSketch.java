package io.nfcs.semantic.index.simd;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The scalar twin. */
final class ScalarSketch extends SketchKernels {
  @Override
  public int scan(MemorySegment sketch, int groups, short[] query, int limit, int[] survivors) {
    int found = 0;
    for (int g = 0; g < groups; g++) {
      for (int lane = 0; lane < LANES; lane++) {
        long at = (long) g * GROUP_BYTES + lane;
        int sum = sum(sketch, at, query, 0, HALF);
        if (sum + sum(sketch, at, query, FIRST_REST, FIRST_REST + 1) >= limit
            && sum + sum(sketch, at, query, FIRST_REST + 1, ROWS) >= limit) {
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

  private static int sum(MemorySegment sketch, long at, short[] query, int from, int to) {
    int sum = 0;
    for (int row = from; row < to; row++) {
      sum += query[row] * sketch.get(ValueLayout.JAVA_BYTE, at + (long) row * LANES);
    }
    return sum;
  }
}
