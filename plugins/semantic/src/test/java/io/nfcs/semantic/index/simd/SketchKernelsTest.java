package io.nfcs.semantic.index.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The vector kernels and their scalar twin. */
@Timeout(60)
class SketchKernelsTest {
  private static final int FIRST = 3;
  private static final int GROUPS = 15;

  private final SplittableRandom random = new SplittableRandom(7);
  private final SketchKernels scalar = SketchKernels.scalar();
  private final SketchKernels vector = SketchKernels.best();

  @Test
  void shouldLeaveTheSameSurvivors() {
    assertInstanceOf(VectorSketch.class, vector);
    int most = 0;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment sketch = arena.allocate(SketchKernels.SKETCH_BYTES, 64);
      for (int round = 0; round < 50; round++) {
        for (long i = 0; i < sketch.byteSize(); i++) {
          sketch.set(ValueLayout.JAVA_BYTE, i, (byte) random.nextInt(-15, 16));
        }
        short[] query = new short[SketchKernels.ROWS];
        for (int i = 0; i < query.length; i++) {
          query[i] = (short) random.nextInt(-31, 32);
        }
        int limit = random.nextInt(-2000, 4000);
        int[] expected = scan(scalar, sketch, query, limit);
        most = Math.max(most, expected.length);
        assertArrayEquals(expected, sorted(scan(vector, sketch, query, limit)));
      }
    }
    assertTrue(most > SketchKernels.LANES, "no round had survivors enough: " + most);
  }

  @Test
  void shouldProjectAlike() {
    for (int dimension : new int[] {3, 64, 384, 387}) {
      float[] basis = new float[SketchKernels.COORDINATES * dimension];
      float[] one = new float[dimension];
      for (int i = 0; i < basis.length; i++) {
        basis[i] = (float) random.nextDouble(-0.1, 0.1);
      }
      for (int i = 0; i < one.length; i++) {
        one[i] = (float) random.nextDouble(-0.1, 0.1);
      }
      float[] expected = new float[SketchKernels.COORDINATES];
      float[] actual = new float[SketchKernels.COORDINATES];
      scalar.project(basis, one, expected);
      vector.project(basis, one, actual);
      assertArrayEquals(expected, actual, 1e-6f);
    }
  }

  @Test
  void shouldMultiplyAlike() {
    for (int dimension : new int[] {1, 7, 64, 384, 387, 1536}) {
      float[] one = new float[dimension];
      float[] other = new float[dimension];
      double exact = 0;
      for (int i = 0; i < dimension; i++) {
        one[i] = (float) (random.nextDouble(-1.7, 1.7) / Math.sqrt(dimension));
        other[i] = (float) (random.nextDouble(-1.7, 1.7) / Math.sqrt(dimension));
        exact += (double) one[i] * other[i];
      }
      MemorySegment segment = MemorySegment.ofArray(one);
      double most = 1e-7 * Math.max(1000, dimension);
      assertEquals(exact, scalar.dot(segment, 0, other), most);
      assertEquals(exact, vector.dot(segment, 0, other), most);
    }
  }

  private static int[] scan(SketchKernels kernels, MemorySegment sketch, short[] query, int limit) {
    int[] survivors = new int[GROUPS * SketchKernels.LANES];
    int count = kernels.scan(sketch, FIRST, GROUPS, query, limit, survivors);
    return Arrays.copyOf(survivors, count);
  }

  private static int[] sorted(int[] survivors) {
    Arrays.sort(survivors);
    return survivors;
  }
}
