package io.nfcs.esc;

import static io.nfcs.esc.TokenVectors.DIMENSION;

/**
 * The formulas of the semantic field in their textbook form: full matrices, the softmax of each
 * head and window, a mixed vector for each token.
 */
final class PlainEsc {
  private static final int[] WINDOWS = {1, 2, 4, 8};
  private static final int HEADS = 8;
  private static final int HEAD = DIMENSION / HEADS;

  final double[][] layers = new double[6][DIMENSION];

  private final double[][] queryMatrix = matrix(0x9e3779b97f4a7c15L);
  private final double[][] keyMatrix = matrix(0xd1b54a32d192ed03L);

  void drive(long[] ids) {
    double[][] e = new double[ids.length][];
    double[][] keys = new double[ids.length][];
    for (int i = 0; i < ids.length; i++) {
      e[i] = unit(ids[i]);
      keys[i] = times(keyMatrix, e[i]);
    }
    double[][] mixed = new double[ids.length][DIMENSION];
    for (int i = 0; i < ids.length; i++) {
      double[] attended = attended(e, keys, i);
      for (int d = 0; d < DIMENSION; d++) {
        mixed[i][d] = 0.8 * e[i][d] + 0.2 * attended[d];
      }
    }
    for (int layer = 0; layer < layers.length; layer++) {
      double decay = 0.95 + 0.04 * layer / 5;
      double gain = 0.1 + 0.4 * layer / 5;
      for (int d = 0; d < DIMENSION; d++) {
        double c = 0;
        for (double[] vector : mixed) {
          c += vector[d] / ids.length;
        }
        layers[layer][d] = decay * layers[layer][d] + (1 - decay) * gain * c;
      }
    }
  }

  double order() {
    double[] mean = new double[DIMENSION];
    for (double[] layer : layers) {
      for (int d = 0; d < DIMENSION; d++) {
        mean[d] += layer[d] / Math.sqrt(dot(layer, layer, 0, DIMENSION)) / layers.length;
      }
    }
    return Math.sqrt(dot(mean, mean, 0, DIMENSION));
  }

  /**
   * Returns the vectors mixed by attention; queries and keys have components of variance 1, so
   * scores are divided by sqrt(64).
   */
  private double[] attended(double[][] e, double[][] keys, int i) {
    double[] attended = new double[DIMENSION];
    double[] query = times(queryMatrix, e[i]);
    for (int head = 0; head < HEADS; head++) {
      int from = head * HEAD;
      for (int window : WINDOWS) {
        double sum = 0;
        double[] weighed = new double[HEAD];
        for (int j = 0; j < e.length; j++) {
          if (Math.abs(i - j) <= window) {
            double score = dot(query, keys[j], from, HEAD) * DIMENSION;
            double weight = Math.exp(score / Math.sqrt(HEAD));
            sum += weight;
            for (int d = 0; d < HEAD; d++) {
              weighed[d] += weight * e[j][from + d];
            }
          }
        }
        for (int d = 0; d < HEAD; d++) {
          attended[from + d] += weighed[d] / sum / WINDOWS.length;
        }
      }
    }
    return attended;
  }

  private static double[] unit(long id) {
    int[] signs = new int[DIMENSION];
    TokenVectors.signs(id, signs, 0);
    double[] unit = new double[DIMENSION];
    for (int d = 0; d < DIMENSION; d++) {
      unit[d] = signs[d] / Math.sqrt(DIMENSION);
    }
    return unit;
  }

  /**
   * Returns H D / sqrt(n), with H(i, j) = (-1)^(number of bits that i and j share) (Sylvester
   * 1867).
   */
  private static double[][] matrix(long seed) {
    double[] signs = unit(seed);
    double[][] matrix = new double[DIMENSION][DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      for (int j = 0; j < DIMENSION; j++) {
        matrix[i][j] = (Integer.bitCount(i & j) % 2 == 0 ? 1 : -1) * signs[j];
      }
    }
    return matrix;
  }

  private static double[] times(double[][] matrix, double[] vector) {
    double[] product = new double[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      product[i] = dot(matrix[i], vector, 0, DIMENSION);
    }
    return product;
  }

  private static double dot(double[] a, double[] b, int from, int length) {
    double dot = 0;
    for (int i = from; i < from + length; i++) {
      dot += a[i] * b[i];
    }
    return dot;
  }
}
