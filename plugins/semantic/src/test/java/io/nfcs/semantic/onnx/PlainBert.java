package io.nfcs.semantic.onnx;

/** The forward pass of a {@link TinyBert}, written out in loops of doubles. */
final class PlainBert {
  private final TinyBert bert;

  PlainBert(TinyBert bert) {
    this.bert = bert;
  }

  /** Returns the unit vector of a row of tokens. */
  double[] embed(long[] ids) {
    double[][] hidden = new double[ids.length][TinyBert.HIDDEN];
    for (int t = 0; t < ids.length; t++) {
      for (int i = 0; i < TinyBert.HIDDEN; i++) {
        hidden[t][i] = weight("word", (int) ids[t], i) + weight("position", t, i);
        hidden[t][i] += bert.hasTypes() ? weight("type", 0, i) : 0;
      }
    }
    norm("norm", hidden);
    for (int layer = 0; layer < TinyBert.LAYERS; layer++) {
      layer(layer, hidden);
    }
    double[] vector = new double[TinyBert.HIDDEN];
    int rows = bert.isPooled() ? 1 : ids.length;
    for (int t = 0; t < rows; t++) {
      for (int i = 0; i < vector.length; i++) {
        vector[i] += hidden[t][i];
      }
    }
    double squares = 0;
    for (double component : vector) {
      squares += component * component;
    }
    for (int i = 0; i < vector.length; i++) {
      vector[i] /= Math.sqrt(squares);
    }
    return vector;
  }

  private void layer(int layer, double[][] hidden) {
    double[][] seen = attend(layer, hidden);
    add(hidden, linear(layer + "out", seen));
    norm(layer + "norm1", hidden);
    double[][] inner = linear(layer + "inner", hidden);
    for (double[] row : inner) {
      for (int i = 0; i < row.length; i++) {
        row[i] = row[i] * 0.5 * (1 + erf(row[i] / Math.sqrt(2)));
      }
    }
    add(hidden, linear(layer + "outer", inner));
    norm(layer + "norm2", hidden);
  }

  private double[][] attend(int layer, double[][] hidden) {
    double[][] query = linear(layer + "query", hidden);
    double[][] key = linear(layer + "key", hidden);
    double[][] value = linear(layer + "value", hidden);
    int width = TinyBert.HIDDEN / TinyBert.HEADS;
    double[][] seen = new double[hidden.length][TinyBert.HIDDEN];
    for (int from = 0; from < TinyBert.HIDDEN; from += width) {
      for (int t = 0; t < hidden.length; t++) {
        double[] shares = new double[hidden.length];
        double sum = 0;
        for (int other = 0; other < hidden.length; other++) {
          double score = 0;
          for (int i = from; i < from + width; i++) {
            score += query[t][i] * key[other][i];
          }
          shares[other] = Math.exp(score / Math.sqrt(width));
          sum += shares[other];
        }
        for (int other = 0; other < hidden.length; other++) {
          for (int i = from; i < from + width; i++) {
            seen[t][i] += shares[other] / sum * value[other][i];
          }
        }
      }
    }
    return seen;
  }

  private double[][] linear(String name, double[][] rows) {
    float[] bias = bert.weights(name + ".bias");
    float[] weights = bert.weights(name);
    double[][] result = new double[rows.length][bias.length];
    for (int t = 0; t < rows.length; t++) {
      for (int to = 0; to < bias.length; to++) {
        double sum = bias[to];
        for (int from = 0; from < rows[t].length; from++) {
          sum += rows[t][from] * weights[from * bias.length + to];
        }
        result[t][to] = sum;
      }
    }
    return result;
  }

  private void norm(String name, double[][] rows) {
    for (double[] row : rows) {
      double mean = 0;
      double variance = 0;
      for (double component : row) {
        mean += component / row.length;
      }
      for (double component : row) {
        variance += (component - mean) * (component - mean) / row.length;
      }
      for (int i = 0; i < row.length; i++) {
        double scaled = (row[i] - mean) / Math.sqrt(variance + 1e-12);
        row[i] = scaled * bert.weights(name + ".scale")[i] + bert.weights(name + ".bias")[i];
      }
    }
  }

  private double weight(String name, int row, int column) {
    return bert.weights(name)[row * TinyBert.HIDDEN + column];
  }

  private static void add(double[][] rows, double[][] others) {
    for (int t = 0; t < rows.length; t++) {
      for (int i = 0; i < rows[t].length; i++) {
        rows[t][i] += others[t][i];
      }
    }
  }

  /** Returns the error function by its series. */
  private static double erf(double x) {
    if (Math.abs(x) > 4) {
      return Math.signum(x);
    }
    double term = x;
    double sum = x;
    for (int n = 1; n < 100; n++) {
      term *= -x * x / n;
      sum += term / (2 * n + 1);
    }
    return 2 / Math.sqrt(Math.PI) * sum;
  }
}
