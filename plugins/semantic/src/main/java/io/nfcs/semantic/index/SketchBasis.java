package io.nfcs.semantic.index;

import io.nfcs.semantic.index.simd.SketchKernels;
import java.util.SplittableRandom;

/**
 * Orthonormal directions, along which vectors are sketched. The choice affects the speed of a scan,
 * never its result.
 *
 * <p><b>Threads.</b> Any: immutable.
 */
final class SketchBasis {
  private static final int COORDINATES = SketchKernels.COORDINATES;
  private static final int ITERATIONS = 12;
  private static final long SEED = 0x5eed;

  private final int dimension;
  private final float[] rows;

  private SketchBasis(double[][] directions) {
    dimension = directions[0].length;
    rows = new float[COORDINATES * dimension];
    for (int i = 0; i < directions.length; i++) {
      for (int k = 0; k < dimension; k++) {
        rows[i * dimension + k] = (float) directions[i][k];
      }
    }
  }

  /** Returns random directions. */
  static SketchBasis random(int dimension) {
    return new SketchBasis(orthonormal(noise(dimension)));
  }

  /**
   * Returns the directions of the largest variance of some vectors, in descending order: orthogonal
   * iteration (Bauer, 1957) on their second moments, about the origin, as cosines are.
   */
  static SketchBasis principal(float[][] vectors) {
    int dimension = vectors[0].length;
    double[][] directions = orthonormal(noise(dimension));
    for (int iteration = 0; iteration < ITERATIONS; iteration++) {
      double[][] next = new double[directions.length][dimension];
      for (float[] vector : vectors) {
        for (int i = 0; i < directions.length; i++) {
          add(next[i], vector, dot(directions[i], vector));
        }
      }
      directions = orthonormal(next);
    }
    return new SketchBasis(directions);
  }

  /** Returns {@link SketchKernels#COORDINATES} rows; those beyond the dimension are zero. */
  float[] rows() {
    return rows;
  }

  private static double[][] noise(int dimension) {
    SplittableRandom random = new SplittableRandom(SEED);
    double[][] noise = new double[Math.min(COORDINATES, dimension)][dimension];
    for (double[] row : noise) {
      for (int k = 0; k < dimension; k++) {
        row[k] = random.nextGaussian();
      }
    }
    return noise;
  }

  /**
   * Returns the rows made orthonormal by Gram and Schmidt, each twice, so that rounding leaves them
   * orthogonal.
   */
  private static double[][] orthonormal(double[][] rows) {
    SplittableRandom random = new SplittableRandom(SEED + 1);
    for (int i = 0; i < rows.length; i++) {
      double norm = project(rows, i);
      while (norm < 1e-9) { // the vectors span less than that
        for (int k = 0; k < rows[i].length; k++) {
          rows[i][k] = random.nextGaussian();
        }
        norm = project(rows, i);
      }
    }
    return rows;
  }

  /** Makes a row orthogonal to those before it and of norm 1; returns its earlier norm. */
  private static double project(double[][] rows, int index) {
    double[] row = rows[index];
    double before = Math.sqrt(dot(row, row));
    for (int pass = 0; pass < 2; pass++) {
      for (int i = 0; i < index; i++) {
        double along = dot(rows[i], row);
        for (int k = 0; k < row.length; k++) {
          row[k] -= along * rows[i][k];
        }
      }
    }
    double norm = Math.sqrt(dot(row, row));
    for (int k = 0; k < row.length; k++) {
      row[k] /= Math.max(norm, Double.MIN_NORMAL);
    }
    return before == 0 ? 0 : norm / before;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }

  private static double dot(double[] a, float[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }

  private static void add(double[] sum, float[] vector, double times) {
    for (int k = 0; k < sum.length; k++) {
      sum[k] += times * vector[k];
    }
  }
}
